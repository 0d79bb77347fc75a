import { resolvePlan } from "@tagwright/compiler"
import { alertPage, alertNames, dashboardQueries, deadLetterPage, documents, prometheusRules, siteFiles } from "@tagwright/operations"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"
import { commonOptions } from "../src/command.ts"
import { findingKnowledge } from "../src/operations/knowledge.ts"
import { isCommand, verbs } from "../src/verbs.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
let pages: ReadonlyMap<string, string>
beforeAll(async () => {
  const { plan } = await resolvePlan(join(root, "examples/studio/tagwright.plan.ts"))
  if (plan === undefined) throw new Error("the example has no plan")
  pages = documents({ plan, catalogs: new Map(), findings: findingKnowledge(), start: Date.UTC(2026, 0, 1) })
})

/** Every command of every page: code blocks, and words in backticks that begin with the program's name. */
const commandsIn = (text: string): string[] => [...text.matchAll(/```sh\n([^`]+)\n\s*```/g)].flatMap(([, body = ""]) => body.split("\n").map((line) => line.trim())).concat([...text.matchAll(/`(tagwright [^`]+)`/g)].map(([, line = ""]) => line))
/** Programs of the machine that a runbook may call; everything else must be ours. */
const ofTheMachine = new Set(["systemctl", "journalctl", "timedatectl", "df", "ls", "touch", "promtool"])

/** Words as a shell gives them: quotes hold words together. */
const wordsOf = (line: string): string[] => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "")

const verbOf = (words: readonly string[]): [string, string[]] => {
  const two = words.slice(0, 2).join(" ")
  return two in verbs ? [two, words.slice(2)] : [words[0] ?? "", words.slice(1)]
}

describe("O2 no command in any document is one that the program does not have", () => {
  test("verbs and options, parsed as the program itself parses them", async () => {
    let checked = 0
    const written = ["docs/release.md", "docs/operations.md"].map((path): [string, string] => [path, readFileSync(join(root, path), "utf8")])
    for (const [path, text] of [...pages, ...written])
      for (const line of path.endsWith(".md") ? commandsIn(text) : []) {
        const [program = "", ...words] = wordsOf(line)
        if (ofTheMachine.has(program)) continue
        expect(program, `${path}: ${line}`).toBe("tagwright")
        const [verb, rest] = verbOf(words)
        const loaded = await verbs[verb]?.load()
        if (loaded === undefined || !isCommand(loaded.command)) throw new Error(`${path}: there is no verb in "${line}"`)
        const { command } = loaded
        expect(() => parseArgs({ args: rest, options: { ...command.options, ...commonOptions }, allowPositionals: true }), `${path}: ${line}`).not.toThrow()
        if (verb === "explain") expect(findingKnowledge().map(({ code }) => code), line).toContain(rest[0])
        checked += 1
      }
    expect(checked).toBeGreaterThan(300)
  })
  test("a command that does not exist would be found", () => {
    expect("deliveries resend" in verbs).toBe(false)
    expect(commandsIn("```sh\ntagwright deliveries resend 12\n```")).toEqual(["tagwright deliveries resend 12"])
  })
  test("examples in the help of every verb are its own", async () => {
    for (const name of Object.keys(verbs)) {
      const loaded = await verbs[name]?.load()
      if (loaded === undefined || !isCommand(loaded.command)) throw new Error(name)
      for (const example of loaded.command.examples.filter((line) => line.startsWith("tagwright "))) expect(verbOf(wordsOf(example).slice(1))[0], example).toBe(name)
    }
  })
})

describe("O2 nothing that can go wrong is without its page", () => {
  test("every alert, and every link to a runbook", () => {
    for (const name of alertNames) expect(pages.has(alertPage(name)), name).toBe(true)
    const rules = pages.get("monitoring/alerts.yml") ?? ""
    for (const [, page = ""] of rules.matchAll(/runbook_url: (\S+)/g)) expect(pages.has(page), page).toBe(true)
  })
  test("every reason that the server writes into a dead letter", () => {
    const folder = join(root, "packages/server/src")
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join(folder, name), "utf8")).join("\n")
    const literal = [...sources.matchAll(/(?:misconfigured|unfit)\("([a-z_0-9]+)"\)/g)].map(([, reason = ""]) => reason)
    expect(literal.length).toBeGreaterThan(5)
    // Those that a destination makes from an answer, and those of the store.
    const made = ["http_503", "http_401", "http_413", "redirect_301", "param_missing:currency", "tiktok_40002", "hubspot_validation_error", "bigquery_invalid", "google_ads_invalid_argument", "google_token_401", "subscriber_bounced", "event_name_invalid", "body_too_large"]
    const queued = ["timeout", "no_connection", "econnreset", "enotfound", "und_err_socket", "cert_has_expired", "gone", "erased", "reversed", "consent_denied", "consent_unknown", "consent_withdrawn", "discarded_by_operator", "not_in_plan_any_more", "erase_by_hand_no_address"]
    for (const reason of [...literal, ...made, ...queued]) {
      expect(pages.has(deadLetterPage(reason)), reason).toBe(true)
      expect(deadLetterPage(reason), reason).not.toContain("/other.md")
    }
    expect(pages.has(deadLetterPage("who_knows"))).toBe(true)
  })
  test("every link inside the pages leads somewhere", () => {
    for (const [path, text] of pages) for (const [, target = ""] of path.endsWith(".md") ? text.matchAll(/\]\(([^)]+\.md)\)/g) : []) expect(pages.has(target), `${path} → ${target}`).toBe(true)
  })
  test("every metric that a rule or a dashboard asks for is one that the server has", () => {
    const source = readFileSync(join(root, "packages/server/src/ops/metrics.ts"), "utf8")
    const known = new Set([...source.matchAll(/name: "(tagwright_[a-z_]+)"/g)].map(([, name = ""]) => name).concat([...source.matchAll(/gauge\("([a-z_]+)"/g)].map(([, name]) => `tagwright_${name}`)))
    const asked = [...dashboardQueries, pages.get("monitoring/alerts.yml") ?? ""].join("\n").matchAll(/tagwright_[a-z_]+/g)
    for (const [metric] of asked) expect(known.has(metric.replace(/_(bucket|count|sum)$/, "")), metric).toBe(true)
  })
})

describe("D5 the site of the documents", () => {
  test("the same plan gives the same bytes, and hostile words stay words", async () => {
    const { plan } = await resolvePlan(join(root, "examples/studio/tagwright.plan.ts"))
    if (plan === undefined) throw new Error("the example has no plan")
    const again = documents({ plan, catalogs: new Map(), findings: findingKnowledge(), start: Date.UTC(2026, 0, 1) })
    expect([...again]).toEqual([...pages])
    const site = siteFiles("<b>", new Map([["README.md", "# Hi <script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>\n"]]))
    const html = site.get("index.html") ?? ""
    expect(html).not.toMatch(/<script>alert|<img|href="javascript/)
    expect(site.get("words.js")).not.toContain("</script>")
  })
  test("alert rules of another plan differ", async () => {
    const { plan } = await resolvePlan(join(root, "examples/studio/tagwright.plan.ts"))
    if (plan === undefined) throw new Error("the example has no plan")
    expect(prometheusRules({ ...plan, events: {} })).not.toBe(prometheusRules(plan))
  })
})
