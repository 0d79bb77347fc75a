import { createEvidence } from "@tagwright/evidence"
import type { EvidenceRecord } from "@tagwright/formats"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import { openIn, qaText } from "../src/qa-text.ts"
import { progressLines } from "../src/progress-lines.ts"
import { quietIo } from "./studio.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-qa-verbs-"))
  // Only found, never read: these verbs look at evidence.
  await writeFile(join(folder, "tagwright.plan.yaml"), "site: {}\n")
  await evidence("before", 400)
  await evidence("after", 730)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const where = { scenario: "all", journey: "reads", step: 0 }
const evidence = async (name: string, days: number): Promise<void> => {
  const writer = createEvidence(join(folder, name))
  const records: EvidenceRecord[] = [
    { kind: "run", version: 1, bundleDigest: "b", planDigest: "p", environment: "staging", browser: { name: "chromium", version: "1" }, container: { source: "built", digest: "c", publicId: "GTM-T" }, scenarios: ["all"] },
    { kind: "step", ...where, title: "Visit /", outcome: "done", url: "/", consent: {} },
    { kind: "expectation", ...where, event: "page_view", expected: { page_path: "/" }, outcome: "different", source: "browser", got: { page_path: "/start/" } },
    { kind: "storage", ...where, cookies: [{ name: "_ga", domain: "x", httpOnly: false, days }], localStorage: [], sessionStorage: [] },
  ]
  for (const record of records) writer.write(record)
  await writer.seal()
}
const run = async (...argv: string[]) => {
  const io = quietIo(folder)
  return { code: await main(argv, io), ...io.said }
}

test("qa baseline: saved, compared, accepted by name, and the acceptance holds for that outcome alone", async () => {
  expect(await run("qa", "baseline", "save", "v1", "--evidence", "before")).toMatchObject({ code: 0 })
  expect(await run("qa", "baseline", "compare", "v1", "--evidence", "before")).toMatchObject({ code: 0, out: "nothing changed since the baseline\n" })
  const changed = await run("qa", "baseline", "compare", "v1", "--evidence", "after")
  expect(changed).toMatchObject({ code: 1, out: "cost: 1 changed\n  ~ cookie _ga\n      was  400 days (all)\n      is   730 days (all)\n" })
  expect((await run("qa", "baseline", "accept", "v1", "cost: cookie _fbp", "--evidence", "after", "--by", "ama", "--reason", "agreed")).err).toContain('no open change is called "cost: cookie _fbp"')
  expect((await run("qa", "baseline", "accept", "v1", "cost: cookie _ga", "--evidence", "after")).err).toContain("accepting needs --by and --reason")
  expect(await run("qa", "baseline", "accept", "v1", "cost: cookie _ga", "--evidence", "after", "--by", "ama", "--reason", "agreed")).toMatchObject({ code: 0 })
  expect(JSON.parse(await readFile(join(folder, "baselines", "v1.accepted.json"), "utf8"))).toMatchObject([{ name: "cost: cookie _ga", after: "730 days (all)", by: "ama", reason: "agreed" }])
  expect(await run("qa", "baseline", "compare", "v1", "--evidence", "after")).toMatchObject({ code: 0, out: expect.stringContaining("every change is accepted") })
  await evidence("later", 800)
  expect(await run("qa", "baseline", "compare", "v1", "--evidence", "later")).toMatchObject({ code: 1, out: expect.stringContaining("idle acceptances") })
  expect((await run("qa", "baseline", "compare", "v2", "--evidence", "after")).err).toContain("there is no baseline v2. There are: v1")
  expect((await run("qa", "baseline", "save", "../v1", "--evidence", "after")).err).toContain("cannot be a baseline's name")
})

test("qa explain: a step by its name, in words and as JSON", async () => {
  const { code, out } = await run("qa", "explain", "all / reads / step 1", "--evidence", "after")
  expect(code).toBe(0)
  expect(out).toContain('page_path: expected "/", got "/start/"')
  expect(JSON.parse((await run("qa", "explain", "r2", "--evidence", "after", "--json")).out)).toMatchObject({ explanations: [{ steps: [{ step: 1, cookies: { there: ["_ga"] } }] }] })
  expect(await run("qa", "explain", "--evidence", "after")).toMatchObject({ code: 2 })
})

test("progress says how much is done, how long the rest takes, and nothing when quiet", () => {
  const io = quietIo(folder)
  progressLines(io, false).tell("consent: refuses", 0.256, 75)
  progressLines(io, false).tell("coverage", 1, 0)
  progressLines(io, true).tell("not told", 0.5, 1)
  expect(io.said.err).toBe(" 26 %, about 1 min 15 s left  consent: refuses\n100 %  coverage\n")
})

test("qa says in which browsers it walked, how to have the others, and what to do next", () => {
  const counts = { journeys: 1, steps: { done: 1, failed: 0, inconclusive: 0 }, expectations: { met: 1, missing: 0, different: 0, unexpected: 0 }, requests: 1, elements: { total: 0, measured: 0, waived: 0 }, personalData: 0, seconds: 1 }
  const result = { evidence: "/e", digest: "d", summary: { ...counts, browsers: [{ name: "chromium", version: "156.0" }], notRun: [] } }
  expect(qaText(result)).toContain("browsers: chromium 156.0; not asked for: chromium-mobile, firefox, webkit (--browser chromium,chromium-mobile,firefox,webkit)\n")
  expect(qaText(result)).toMatch(/next: tagwright judge/)
  expect(openIn(result)).toBe(0)
  const missing = { ...result, summary: { ...result.summary, notRun: [{ name: "webkit", reason: "No WebKitWebDriver was found. Install it." }] } }
  expect(qaText(missing)).toContain("not run: webkit. No WebKitWebDriver was found. Install it.\n")
  expect(openIn(missing)).toBe(1)
})

test("qa: a wrong option is told before anything is built or started", async () => {
  const studio = join(import.meta.dirname, "../../../examples/studio")
  const marker = join(folder, "started")
  const refused = async (...argv: string[]) => {
    const io = quietIo(studio)
    expect(await main(["qa", "--site-command", `touch ${marker}`, ...argv], io)).toBe(2)
    return io.said.err
  }
  expect(await refused("--performance-tags")).toContain("Add --performance with a number of pairs")
  expect(await refused("--performance", "3", "--performance-pages", "pricing")).toContain('--performance-pages cannot be "pricing"')
  expect(await refused("--performance", "2")).toContain("from 3 to 100")
  expect(await refused("--environment", "nowhere")).toContain("nowhere")
  expect(await refused("--only", "everything")).toContain("--only journeys, --only matrix or --only performance")
  expect(await refused("--journey", "nobody's")).toContain('the plan has no journey "nobody\'s". Its journeys: cold visitor')
  expect(await refused("--journey", "returning visitor withdraws", "--only", "matrix")).toContain("exclude each other")
  await expect(readFile(marker)).rejects.toThrow("ENOENT")
})
