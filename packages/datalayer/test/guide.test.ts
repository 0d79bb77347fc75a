import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { bundlePaths, type PlanBinding, type ResolvedPlan } from "@tagwright/formats"
import { compilePlan } from "@tagwright/compiler"
import { emitKit } from "@tagwright/compiler/kit"
import { kitGuide } from "@tagwright/compiler/guide"
import { beforeAll, describe, expect, it } from "vitest"
import { compiler } from "./support/compilers.ts"
import { choose, html, messages } from "./support/pages.ts"
import { resolved, shop } from "./support/plan.ts"
import type { Tab, Visitor } from "./support/tab.ts"
import { world } from "./support/world.ts"

const w = world(shop)

interface Snippets {
  html: string | undefined
  call: string
}
/** The snippets of each event's section, as somebody would copy them. */
const snippetsIn = (guide: string): Map<string, Snippets> =>
  new Map(
    guide.split(/^### /m).slice(1).map((section): [string, Snippets] => {
      const block = (language: string) => new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(section)?.[1]
      return [section.split("\n")[0] ?? "", { html: block("html"), call: block("ts") ?? "" }]
    }),
  )

/** What a visitor does to what was copied. */
const use = async (page: Tab, on: PlanBinding): Promise<void> => {
  if ("click" in on) await page.click("[data-under-test] :is([data-tw-event],a,button,summary,input)")
  else if ("submit" in on || "invalid" in on) await page.click("button")
  else if ("focus" in on) await page.focus("[name=field]")
}

const studio = async (): Promise<ResolvedPlan> => {
  const { plan, bundle } = await compilePlan(join(import.meta.dirname, "../../../examples/studio/tagwright.plan.ts"))
  if (plan === undefined) throw new Error("the example's plan does not compile")
  expect(bundle.files.get(bundlePaths.catalog("integration"))).toBe(kitGuide(plan))
  return plan
}

describe.each([
  ["the example's plan", studio],
  ["the test shop's plan", async () => resolved(shop)],
])("D1.4 every snippet of the guide for %s", (_, planOf) => {
  let plan: ResolvedPlan
  let script: string
  let types: string
  beforeAll(async () => {
    plan = await planOf()
    ;({ script, types } = await emitKit(plan))
  })

  const open = async (body: string): Promise<Visitor> => {
    w.site.script = script
    w.site.pages.set("/", html(`<div data-under-test>${body}</div><script>for (const type of ["click", "submit"]) addEventListener(type, (event) => event.target.closest("a") || type === "submit" ? event.preventDefault() : 0)</script>`))
    const visitor = await w.visitor()
    const { page } = visitor
    await page.goto(w.site.url)
    await choose(page, ["necessary", "analytics", "marketing"])
    return visitor
  }
  const required = (name: string): string[] =>
    (plan.events[name]?.required ?? []).filter((key) => plan.parameters[key]?.privacy !== "personal")

  it("works in the page, and as a call", async () => {
    const told: string[] = []
    for (const [name, { html: snippet, call }] of snippetsIn(kitGuide(plan))) {
      const on = plan.events[name]?.on
      const { page, leave } = await open(snippet ?? "")
      if (on && snippet !== undefined) {
        await use(page, on)
        await expect.poll(async () => (await messages(page)).find(({ event }) => event === name), { timeout: 10_000, message: `${name}: ${snippet}` }).toBeDefined()
        const message = (await messages(page)).find(({ event }) => event === name)
        expect(required(name).filter((key) => message?.[key] === undefined), `${name} by its markup`).toEqual([])
      }
      await page.evaluate(`tagwright.${call}`)
      const last = (await messages(page)).at(-1)
      expect(last?.["event"]).toBe(name)
      expect(await page.evaluate("__tagwright.inspect().problems"), name).toEqual([])
      told.push(name)
      await leave()
    }
    expect(told).toEqual(Object.values(plan.events).flatMap(({ name, source }) => (source === "browser" ? [name] : [])))
  }, 120_000)

  it("passes the type check", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tagwright-guide-"))
    try {
      await writeFile(join(folder, "kit.d.ts"), types)
      await writeFile(join(folder, "calls.ts"), `import { track } from "./kit"\n${[...snippetsIn(kitGuide(plan)).values()].map(({ call }) => call).join("\n")}\n`)
      const options = ["--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "calls.ts"]
      await promisify(execFile)(process.execPath, [join(await compiler("7"), "bin/tsc"), ...options], { cwd: folder })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
