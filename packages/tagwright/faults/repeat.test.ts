import { spawn, type ChildProcess } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { copyOfStudio, tagwright } from "../test/studio.ts"

/** How often the same is run again: TIMES=9 npm run repeat */
const times = Number(process.env["TIMES"] ?? 5)
/** Programs that take the processor away meanwhile: what a run sees must not depend on its speed. SPINNERS=4 for a machine that does nothing else. */
const spinners = Array.from({ length: Number(process.env["SPINNERS"] ?? 2) })

let studio: Awaited<ReturnType<typeof copyOfStudio>>
const load: ChildProcess[] = []
beforeAll(async () => {
  studio = await copyOfStudio()
})
afterAll(async () => {
  for (const child of load) child.kill()
  await studio.remove()
})

/** The lines of `records.ndjson`: what is the same whenever the same is run. */
const linesOf = async (args: readonly string[], name: string): Promise<string[]> => {
  const out = join(studio.folder, ".tagwright", name)
  const { code, err } = await tagwright(studio.folder, [...args, "--out", out, "--quiet"])
  if (code === 2) throw new Error(err)
  return readFileSync(join(out, "records.ndjson"), "utf8").split("\n")
}

/** Enough of two lines to see which parameter it was. */
const shown = (line: string | undefined): string => (line ?? "(nothing)").slice(0, 2_000)
const differences = (before: readonly string[], after: readonly string[]): string[] => {
  const [a, b] = [new Set(before), new Set(after)]
  return [...before.filter((line) => !b.has(line)).map((line) => `- ${shown(line)}`), ...after.filter((line) => !a.has(line)).map((line) => `+ ${shown(line)}`)]
}

test("the example gives the same bytes whenever it is run, on a quiet machine and on a busy one", { timeout: 0 }, async () => {
  const run = await tagwright(studio.folder, ["run", "--once", "--quiet"])
  expect(run.code, run.err).toBeLessThan(2)
  const first = await linesOf(["qa"], "run-0")
  for (const _ of spinners) load.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }))
  for (let turn = 1; turn <= times; turn++) {
    const again = await linesOf(["qa"], `run-${turn}`)
    console.log(`run ${turn} of ${times}: ${again.length} lines, ${differences(first, again).length} of them differ`)
    expect.soft(differences(first, again), `run ${turn}`).toEqual([])
    expect.soft(again.join("\n") === first.join("\n"), `the bytes of run ${turn}`).toBe(true)
  }
})
