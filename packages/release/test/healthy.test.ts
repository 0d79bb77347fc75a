import { gateIds } from "@tagwright/formats"
import { expect, it } from "vitest"
import { decideRecords, healthy, redGates } from "./decide-sample.ts"

it("passes a healthy system at every gate", () => {
  const decision = decideRecords(healthy())
  expect(redGates(decision)).toEqual({})
  expect(decision.verdict).toBe("pass")
  expect(decision.gates.map(({ id }) => id)).toEqual(gateIds)
})
