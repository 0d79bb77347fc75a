import { compilePlan } from "@tagwright/compiler"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { stringify } from "yaml"
import shop from "./fixtures/shop.plan.ts"
import { folderWith, shopWith } from "./workshop.ts"

const fixture = new URL("fixtures/shop.plan.ts", import.meta.url)

/** The same mistake written three times; what stands at the reported place must be the mistake. */
const wrong = async () => {
  const typescript = (await readFile(fixture, "utf8")).replace('import { definePlan } from "@tagwright/formats"\n', "const definePlan = (plan) => plan\n")
  const broken = JSON.parse(shopWith(["destinations", "pixel", "consent"], "marketting"))
  return {
    "tagwright.plan.ts": typescript.replace('type: "meta", consent: "marketing"', 'type: "meta", consent: "marketting"'),
    "tagwright.plan.yaml": stringify(broken),
    "tagwright.plan.json": JSON.stringify(broken, null, 2),
  }
}

describe("one schema, three spellings", () => {
  test("each spelling gives the same bundle", async () => {
    const json = await folderWith({ "tagwright.plan.json": JSON.stringify(shop) })
    const yaml = await folderWith({ "tagwright.plan.yaml": stringify(shop) })
    const digests = await Promise.all([join(json, "tagwright.plan.json"), join(yaml, "tagwright.plan.yaml"), fixture.pathname].map(async (file) => (await compilePlan(file)).bundle?.manifest.digest))
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(digests).size).toBe(1)
  })

  test("a finding points at the wrong word in all three", async () => {
    for (const [name, text] of Object.entries(await wrong())) {
      const folder = await folderWith({ [name]: text })
      const [finding] = (await compilePlan(join(folder, name))).findings
      expect(finding?.code, name).toBe("unknown-category")
      const line = text.split("\n")[(finding?.at.line ?? 0) - 1] ?? ""
      expect(line.slice((finding?.at.column ?? 1) - 1).replace(/^"/, ""), name).toMatch(/^consent.*marketting/)
      expect(finding?.help).toBe('Did you mean "marketing"?')
    }
  })

  test("an unknown key is named with the key that was probably meant", async () => {
    const folder = await folderWith({ "tagwright.plan.json": shopWith(["events", "purchase", "requierd"], []) })
    const { findings } = await compilePlan(join(folder, "tagwright.plan.json"))
    expect(findings).toMatchObject([{ code: "plan-unknown-key", help: 'Did you mean "required"?', at: { path: "events.purchase.requierd" } }])
    expect(findings[0]?.at.line).toBeGreaterThan(40)
  })

  test("an unknown key in a step of a journey is found behind the union", async () => {
    const folder = await folderWith({ "tagwright.plan.json": shopWith(["journeys", "lead", "steps", 0], { visit: "/", expcet: [] }) })
    const { findings } = await compilePlan(join(folder, "tagwright.plan.json"))
    expect(findings).toMatchObject([{ code: "plan-unknown-key", at: { path: "journeys.lead.steps[0].expcet" } }])
  })
})

describe("what cannot be read is one fault with its place", () => {
  const cases: [string, string, RegExp, number | undefined][] = [
    ["tagwright.plan.json", '{\n  "site": {,}\n}', /not valid JSON/, 2],
    ["tagwright.plan.yaml", "site:\n  name: 'Shop\n", /not valid YAML/, 3],
    ["tagwright.plan.yaml", "site: 1\nsite: 2\n", /not valid YAML.*unique/, 2],
    ["tagwright.plan.ts", "export default {\n  site: {,}\n}", /not valid TypeScript/, 2],
    ["tagwright.plan.ts", "export const plan = {}\n", /no default export/, 1],
    ["tagwright.plan.ts", "import './nowhere.ts'\nexport default {}\n", /cannot be loaded/, undefined],
  ]
  for (const [name, text, message, line] of cases)
    test(`${name}: ${message.source}`, async () => {
      const folder = await folderWith({ [name]: text })
      await expect(compilePlan(join(folder, name))).rejects.toMatchObject({ name: "Fault", whose: "plan", message: expect.stringMatching(message), at: line === undefined ? {} : { line } })
    })

  test("a plan that is not an object at all", async () => {
    const folder = await folderWith({ "tagwright.plan.yaml": "- one\n- two\n" })
    expect((await compilePlan(join(folder, "tagwright.plan.yaml"))).findings).toMatchObject([{ code: "plan-wrong-type", at: { line: 1, column: 1 } }])
  })
})
