import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createProgress } from "../src/pipeline/progress.ts"
import { buildSite, digestOfFolder } from "../src/pipeline/site.ts"
import { stepRunner } from "../src/pipeline/step.ts"
import { quietIo } from "./studio.ts"

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-pipeline-"))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const runner = async (clock: () => number = () => 0) => {
  const io = quietIo(folder)
  return { ...(await stepRunner(join(folder, "stages.json"), createProgress(io, clock))), io }
}

describe("A stages run once for the same inputs", () => {
  const counting = () => {
    let runs = 0
    return { runs: () => runs, run: async () => ({ ok: true, summary: `run ${++runs}` }) }
  }

  test("an unchanged stage is skipped, also by a later process", async () => {
    const work = counting()
    await (await runner()).step("A2", { inputs: { a: 1 }, outputs: [], run: work.run })
    const { step, io } = await runner()
    expect(await step("A2", { inputs: { a: 1 }, outputs: [], run: work.run })).toEqual({ ok: true, summary: "run 1", skipped: true })
    expect(work.runs()).toBe(1)
    expect(io.said.err).toContain("A2 Data layer kit and site: unchanged. run 1")
  })

  test("changed inputs, a missing output or an earlier failure run it again", async () => {
    const work = counting()
    const { step } = await runner()
    await step("A2", { inputs: 1, outputs: [], run: work.run })
    await step("A2", { inputs: 2, outputs: [], run: work.run })
    await step("A2", { inputs: 2, outputs: [join(folder, "gone")], run: work.run })
    expect(work.runs()).toBe(3)
    await step("A3", { inputs: 1, outputs: [], run: async () => ({ ok: false, summary: "broken" }) })
    await step("A3", { inputs: 1, outputs: [], run: work.run })
    expect(work.runs()).toBe(4)
  })

  test("a memory that is not JSON only costs time", async () => {
    await writeFile(join(folder, "stages.json"), "{")
    const work = counting()
    await (await runner()).step("A2", { inputs: 1, outputs: [], run: work.run })
    expect(work.runs()).toBe(1)
  })

  test("a long stage says how far it is and what is left", async () => {
    let now = 0
    const { step, io } = await runner(() => now)
    await step("A5", {
      inputs: 1,
      outputs: [],
      run: async (note) => {
        now = 10_000
        note("all: cold visitor", 0.5)
        return { ok: true, summary: "done" }
      },
    })
    expect(io.said.err).toContain("A5 50 %, about 10 s left. all: cold visitor")
  })
})

describe("the site", () => {
  test("its digest changes with any source, not with what was built", async () => {
    await writeFile(join(folder, "page.md"), "a")
    const before = await digestOfFolder(folder)
    await writeFile(join(folder, "page.md"), "b")
    expect(await digestOfFolder(folder)).not.toBe(before)
  })

  test("a build that fails is the site's fault, with the end of its output", async () => {
    await expect(buildSite("echo cannot find layout; exit 3", folder, "staging", process.env)).rejects.toMatchObject({ whose: "caller", message: expect.stringMatching(/exit code 3[^]*cannot find layout/) })
  })
})
