import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { virtualModuleTypes } from "@tagwright/compiler/site"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { always, compiler, versions } from "./support/compilers.ts"
import { kitOf, shop } from "./support/plan.ts"

const run = promisify(execFile)
const right = `
import { track, consent, leadId, ids, type Events, type EventName } from "./kit"
import { track as same } from "virtual:tagwright"
track("page_view")
track("page_view", { page_path: "/" })
track("cta_click", { section: "hero", link_text: "Go" })
track("checkout", { value: 240, currency: "EUR", items: [{ item_id: "a", price: 3 }], gift: true })
same("news_submit", { form_id: "news", email: "ada@example.com" })
consent.update({ analytics: true, marketing: false })
const choice: Record<string, boolean> | undefined = consent.choice()
const text: string = leadId() + (ids().client_id ?? "") + String(choice)
const name: EventName = "lead_submit"
track(Math.random() > 0.5 ? "lead_submit" : "lead_submit", { form_id: "lead", form_location: "a" })
const lead: Events["lead_submit"] = { form_id: "lead", form_location: name + text }
window.tagwright?.track("lead_submit", lead)
`
/** A wrong call, and what TypeScript must say about it. */
const wrong: [call: string, sentence: RegExp][] = [
  [`track("cta_clik", { section: "a" })`, /'[\\]?"cta_clik[\\]?"' is not assignable to parameter of type '[\\]?"The plan has no such event: correct the name, or add it to the plan/],
  [`track("cta_clik")`, /The plan has no such event/],
  [`window.tagwright?.track("cta_clik")`, /'[\\]?"cta_clik[\\]?"' is not assignable/],
  [`track(String(1), {})`, /'string' is not assignable to parameter of type 'NameInThePlan<string>'/],
  [`track("cta_click", {})`, /Property 'section' is missing in type '\{\}' but required in type 'CtaClick'/],
  [`track("cta_click")`, /Expected 2 arguments, but got 1/],
  [`track("cta_click", { section: 1 })`, /Type 'number' is not assignable to type 'string'/],
  [`track("news_submit", { form_id: "letter" })`, /Type '"letter"' is not assignable to type '"lead" \| "news"'/],
  [`track("cta_click", { section: "a", sektion: "b" })`, /'sektion' does not exist in type 'CtaClick'/],
  [`track("purchase", { value: 1, currency: "EUR" })`, /purchase comes with a webhook \(stripe\): the server sends it, a page cannot/],
  [`consent.update({ analytics: "yes" })`, /Type 'string' is not assignable to type 'boolean/],
  [`consent.update({ advertising: true })`, /'advertising' does not exist in type 'Choice'/],
]

const compilerOptions = { noEmit: true, strict: true, target: "es2020", module: "esnext", moduleResolution: "bundler", lib: ["es2020", "dom"], types: [] }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-types-"))
  const { types } = await kitOf(shop)
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }))
  await writeFile(join(folder, "kit.d.ts"), types)
  await writeFile(join(folder, "virtual.d.ts"), virtualModuleTypes(types))
  await writeFile(join(folder, "right.ts"), right)
  for (const [index, [call]] of wrong.entries()) await writeFile(join(folder, `wrong${index}.ts`), `import { track, consent } from "./kit"\nvoid track, consent\n${call}\n`)
})
afterAll(() => rm(folder, { recursive: true }))

const check = (compiler: string): Promise<string> =>
  run(process.execPath, [join(compiler, "bin/tsc"), "-p", "."], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )

describe("D1.1 the kit's types", () => {
  for (const version of versions)
    it.skipIf(!always(version) && process.env["TAGWRIGHT_TYPESCRIPTS"] !== "all")(
      `accept what is right and explain what is wrong, with TypeScript ${version}${always(version) ? "" : " (not in every run: npm run typescripts -w packages/datalayer)"}`,
      async () => {
        const said = await check(await compiler(version))
        expect(said).not.toMatch(/^(right|kit|virtual)[.(]/m)
        for (const [index, [, sentence]] of wrong.entries()) {
          const errors = said.split(/\n(?=\S)/).filter((line) => line.startsWith(`wrong${index}.ts`))
          expect(errors.join("\n")).toMatch(sentence)
        }
      },
      180_000,
    )

  it("let an editor complete an event's name and its parameters", async () => {
    const ts = createRequire(import.meta.url)(await compiler("5.4"))
    const file = join(folder, "right.ts")
    const text = `import { track } from "./kit"\ntrack("")\ntrack("cta_click", {  })\n`
    const host = {
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name: string) => (name === file ? ts.ScriptSnapshot.fromString(text) : existsSync(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined),
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => ({ strict: true, target: ts.ScriptTarget.ES2020, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, types: [] }),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: existsSync,
      readFile: (name: string) => readFileSync(name, "utf8"),
    }
    const service = ts.createLanguageService(host)
    const names = (at: number): string[] => service.getCompletionsAtPosition(file, at, {}).entries.map(({ name }: { name: string }) => name)
    expect(names(text.indexOf('""') + 1)).toEqual(expect.arrayContaining(["page_view", "cta_click", "purchase"]))
    expect(names(text.indexOf("{  }") + 2)).toEqual(["section", "link_text", "link_url", "note"])
  })

  it("carry the plan's own words, and nothing of a plan can end a comment", async () => {
    expect(await readFile(join(folder, "kit.d.ts"), "utf8")).toContain("personal: goes to crm, news by the server, never into the data layer")
    const { types } = await kitOf({ ...shop, parameters: { ...shop.parameters, note: { type: "string", describe: "*/ export const evil = 1 /*" } } })
    expect(types).not.toContain("*/ export const evil")
  })
})
