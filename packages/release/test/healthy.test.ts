import { gateIds, gates } from "@tagwright/formats"
import { expect, it } from "vitest"
import { decideRecords, healthy, redGates } from "./decide-sample.ts"

it("passes a healthy system at every gate that is built", () => {
  const decision = decideRecords(healthy())
  expect(redGates(decision)).toEqual({})
  expect(decision.verdict).toBe("pass")
  expect(decision.gates.map(({ id }) => id)).toEqual(gateIds)
})

it("never passes a gate that is not built", () => {
  const open = decideRecords(healthy()).gates.filter(({ id }) => !gates[id].built)
  expect(open.length).toBeGreaterThan(0)
  expect(open.every(({ verdict }) => verdict === "not built")).toBe(true)
})
