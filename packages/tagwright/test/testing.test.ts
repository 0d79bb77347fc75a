import { emitKit } from "@tagwright/compiler/kit"
import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { starterPlan } from "../src/init/starter-plan.ts"
import { assertPushes, problemsIn, readPlan, recordTracking } from "../src/testing/index.ts"

const run = promisify(execFile)
let folder: string
let file: string
beforeAll(async () => {
  // In the repository, so that it finds the package `tagwright`.
  folder = await mkdtemp(join(import.meta.dirname, "made-"))
  file = join(folder, "tagwright.plan.ts")
  await writeFile(file, starterPlan({ name: "Mine", generator: undefined, config: undefined, output: "_site", build: undefined, cmp: undefined }))
})
afterAll(() => rm(folder, { recursive: true }))

describe("D1.3 pushes in unit tests", () => {
  const view = { event: "page_view", page_path: "/", page_title: "Home" }

  it("pass when they keep to the plan and are what was expected", async () => {
    const plan = await readPlan(file)
    assertPushes(plan, [{ 0: "consent" }, view, { event: "gtm.js" }, { event: "cta_click", section: "hero" }])
    assertPushes(plan, [view, { event: "cta_click", section: "hero" }], [{ cta_click: { section: "hero" } }, "page_view"])
  })

  it.each([
    ["an event the plan does not have", [{ event: "cta_clik" }], "cta_clik: the plan has no event cta_clik"],
    ["a missing parameter", [{ event: "page_view", page_path: "/" }], "page_view, page_title: required, but not there"],
    ["a parameter of another event", [{ ...view, section: "x" }], "page_view, section: page_view does not declare it"],
    ["a wrong type", [{ ...view, page_path: 3 }], "page_view, page_path: expected string, got number"],
    ["personal data", [{ ...view, page_title: "ada@example.com" }], "page_view, page_title: looks like personal data (email)"],
  ])("fail at %s with a sentence that holds no value", async (_, pushes, sentence) => {
    const problems = problemsIn(await readPlan(file), pushes)
    expect(problems).toEqual([sentence])
    expect(problems.join()).not.toContain("ada@")
  })

  it.each([
    ["did not come", [], ["cta_click"], "cta_click: did not come"],
    ["came with another value", [{ event: "cta_click", section: "end" }], [{ cta_click: { section: "hero" } }], "cta_click: came, but section is not what was expected"],
    ["nobody expected", [view], [], "page_view: came, and nobody expected it"],
    ["came twice", [view, view], ["page_view"], "page_view: came more often than expected"],
  ])("fail when an event %s", async (_, pushes, expected, sentence) => {
    const plan = await readPlan(file)
    expect(() => assertPushes(plan, pushes, expected)).toThrow(sentence)
  })

  it("are recorded from code that calls the kit, personal values left out by name", async () => {
    const plan = await readPlan(file)
    const recording = recordTracking({ parameters: { ...plan.parameters, email: { id: "email", type: "email", describe: "", privacy: "personal", maxLength: 100 } } })
    try {
      Reflect.get(globalThis, "tagwright").track("cta_click", { section: "hero", email: "ada@example.com", link_text: undefined })
      assertPushes(plan, recording.pushes, [{ cta_click: { section: "hero" } }])
      expect(recording.personal).toEqual([{ event: "cta_click", parameters: ["email"] }])
    } finally {
      recording.stop()
    }
    expect(Reflect.get(globalThis, "tagwright")).toBeUndefined()
  })

  it("work in node:test", async () => {
    const test = join(folder, "track.test.ts")
    await writeFile(
      test,
      `import { test } from "node:test"
import { assertPushes, readPlan, recordTracking } from "tagwright/testing"
const plan = await readPlan(${JSON.stringify(file)})
test("right", () => {
  const recording = recordTracking(plan)
  globalThis.tagwright.track("cta_click", { section: "hero" })
  assertPushes(plan, recording.pushes, ["cta_click"])
  recording.stop()
})
test("wrong", () => assertPushes(plan, [{ event: "cta_clik" }]))
`,
    )
    const { stdout, code } = await run(process.execPath, ["--test", "--test-reporter=tap", test]).then((done) => ({ ...done, code: 0 }), (error: { stdout: string; code: number }) => error)
    expect(stdout).toMatch(/^ok 1 - right/m)
    expect(stdout).toMatch(/^not ok 2 - wrong/m)
    expect(stdout).toContain("the plan has no event cta_clik")
    expect(code).toBe(1)
  })
})

describe("D1.3 pushes in Playwright", () => {
  it("are recorded by a fixture and asserted by matchers, in Playwright Test itself", async () => {
    const { script } = await emitKit(await readPlan(file))
    const server = createServer((request, response) => {
      response.setHeader("content-type", request.url === "/kit.js" ? "text/javascript" : "text/html")
      response.end(request.url === "/kit.js" ? script : `<title>Home</title><script src="/kit.js"></script><a href="#x" data-section="hero" data-tw-event="cta_click">Go</a>`)
    })
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
    const address = server.address()
    const env = { ...process.env, TEST_PLAN: file, TEST_SITE: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` }
    const results = await mkdtemp(join(tmpdir(), "tagwright-playwright-"))
    try {
      const cli = join(import.meta.dirname, "../../../node_modules/@playwright/test/cli.js")
      const { stdout } = await run(process.execPath, [cli, "test", "--reporter=json", "--workers=1", "--output", results], { env, cwd: join(import.meta.dirname, "playwright") }).catch((error: { stdout: string }) => error)
      const { stats, errors, suites } = JSON.parse(stdout)
      expect(errors).toEqual([])
      expect(stats, JSON.stringify(suites)).toMatchObject({ expected: 2, unexpected: 0, skipped: 0, flaky: 0 })
    } finally {
      server.close()
      await rm(results, { recursive: true })
    }
  })
})
