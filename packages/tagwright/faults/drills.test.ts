import { drillNames } from "@tagwright/formats"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import { copyOfStudio, quietIo } from "../test/studio.ts"

let studio: Awaited<ReturnType<typeof copyOfStudio>>
beforeAll(async () => {
  studio = await copyOfStudio()
})
afterAll(() => studio.remove())

describe("R11 every drill runs unattended: the damage is noticed, the runbook mends it, the record says how long it took", () => {
  test.each(drillNames)("%s", { timeout: 90_000 }, async (name) => {
    const io = quietIo(studio.folder)
    const code = await main(["drill", name, "--json"], io)
    expect([code, io.said.err.includes("✗")], io.said.err).toEqual([0, false])
    const [record] = JSON.parse(io.said.out).drills
    expect(record).toMatchObject({ kind: "drill", drill: name, outcome: "passed", by: "program" })
    expect(record.detectedMs).toBeLessThan(15 * 60_000)
    expect(record.steps.length).toBeGreaterThan(0)
    // What the gate judges.
    expect(readFileSync(join(studio.folder, ".tagwright/operations.ndjson"), "utf8")).toContain(`"drill":"${name}"`)
    expect(io.said.out + io.said.err).not.toContain("test.person")
  })
})
