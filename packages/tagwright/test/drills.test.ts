import { compilePlan } from "@tagwright/compiler"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import { destinationDown } from "../src/drills/scripts/destination-down.ts"
import { runDrill } from "../src/drills/run-drill.ts"
import { startDrillWorld } from "../src/drills/world.ts"
import { quietIo } from "./studio.ts"

const studio = fileURLToPath(new URL("../../../examples/studio/", import.meta.url))
let world: Awaited<ReturnType<typeof startDrillWorld>>
beforeAll(async () => {
  const { plan, bundle } = await compilePlan(join(studio, "tagwright.plan.ts"))
  if (plan === undefined) throw new Error("the example has no plan")
  world = await startDrillWorld(plan, bundle, quietIo(studio), main)
})
afterAll(() => world.close())

describe("R11 a drill by hand (unattended, the main job runs all of them)", () => {
  test("says each step with the command as it is typed, waits for the person, and records who it was", async () => {
    const said: string[] = []
    const typed: string[] = []
    const done = async (): Promise<void> => {
      // What a person would type: the command of the step that was just said.
      const [, line] = said.at(-1)?.split("\n") ?? []
      if (line === undefined) return
      const [program, ...words] = line.trim().split(" ")
      expect(program).toBe("tagwright")
      typed.push(words.join(" "))
      expect((await world.cli(...words)).code, line).not.toBe(2)
    }
    const record = await runDrill({ name: "destination-down", drill: destinationDown, world, say: (line) => void said.push(line), byHand: { person: "noor", done }, signal: new AbortController().signal })
    expect(record).toMatchObject({ drill: "destination-down", outcome: "passed", by: "noor" })
    expect(typed).toEqual([expect.stringMatching(/^alerts acknowledge watch\.CanaryFails\.crm\.\d+ --by noor$/), "canary crm", "deliveries list --state pending --destination crm", "deliveries replay --destination crm"])
    expect(said.join("\n")).toContain(`cd ${world.folder}`)
  })
})
