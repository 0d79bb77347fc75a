import { courseFor } from "@tagwright/operations"
import { publicKeyText } from "@tagwright/release"
import { generateKeyPairSync } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { resolvePlan } from "@tagwright/compiler"
import { afterAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import { quietIo } from "./studio.ts"

const folder = mkdtempSync(join(tmpdir(), "tagwright-train-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const [mine, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")]
const plan = {
  site: { name: "Shop", environments: { staging: { hosts: ["staging.shop.example"], gtm: "GTM-SHOPST1", ga4: "G-SHOPST0001", server: "/t", testMode: true }, production: { hosts: ["shop.example"], gtm: "GTM-SHOPPR1", ga4: "G-SHOPPR0001", server: "https://shop.example/t" } } },
  consent: { categories: { necessary: { grants: ["security_storage", "functionality_storage"], always: true }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] } }, banner: { cmp: "vanilla-cookieconsent" } },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" } },
  parameters: { page_path: { type: "string", describe: "Path" } },
  events: { page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path"], to: ["ga4"] } },
  people: { ama: { name: "Ama Boateng", roles: ["devops-lead"], key: publicKeyText(mine.publicKey) }, bo: { name: "Bo Lind", roles: ["cto"] } },
}
writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(plan))
writeFileSync(join(folder, "mine.pem"), mine.privateKey.export({ format: "pem", type: "pkcs8" }))
writeFileSync(join(folder, "other.pem"), other.privateKey.export({ format: "pem", type: "pkcs8" }))
const run = async (...argv: string[]) => {
  const io = quietIo(folder)
  return { code: await main(argv, io), ...io.said }
}
const answersOf = async (wrong: number): Promise<string> => {
  const compiled = await resolvePlan(join(folder, "tagwright.plan.json"))
  if (compiled.plan === undefined) throw new Error("no plan")
  return courseFor(compiled.plan, "devops-lead").questions.map(({ right }, index) => (index < wrong ? (right === 0 ? 2 : 1) : right + 1)).join(",")
}
const untrained = async (): Promise<string[]> => JSON.parse((await run("docs", "--json")).out).untrained

describe("O3 the quiz becomes the attestation", () => {
  test("the quiz is printed without its solution, and a failed one leaves nothing signed", async () => {
    const quiz = await run("train", "--role", "devops-lead", "--json")
    expect(JSON.parse(quiz.out).questions.length).toBeGreaterThan(4)
    expect(quiz.out).not.toContain('"right"')
    expect(await run("train", "--role", "devops-lead", "--key", "mine.pem", "--answers", await answersOf(3))).toMatchObject({ code: 1, out: expect.stringContaining("not passed") })
    expect(await untrained()).toEqual(["ama/devops-lead", "bo/cto"])
  })
  test("only the person's own key counts, and only for a role of theirs", async () => {
    expect(await run("train", "--role", "devops-lead", "--key", "other.pem", "--answers", await answersOf(0))).toMatchObject({ code: 2, err: expect.stringContaining("No person of the plan has the key") })
    expect(await run("train", "--role", "devops-lead", "--key", "mine.pem", "--answers", "1,2")).toMatchObject({ code: 2, err: expect.stringContaining("--answers has 2 answers") })
  })
  test("passed and signed, it counts; edited, of another course, or after the key was exchanged, it does not", async () => {
    expect(await run("train", "--role", "devops-lead", "--key", "mine.pem", "--answers", await answersOf(1))).toMatchObject({ code: 0, err: expect.stringContaining("training/ama.devops-lead.dsse.json") })
    expect(await untrained()).toEqual(["bo/cto"])
    const file = join(folder, "training/ama.devops-lead.dsse.json")
    const signed = readFileSync(file, "utf8")
    writeFileSync(file, signed.replace(/"payload": "..../, '"payload": "AAAA'))
    expect(await untrained()).toContain("ama/devops-lead")
    writeFileSync(file, signed)
    const exchanged = { ...plan, people: { ...plan.people, ama: { ...plan.people.ama, key: publicKeyText(other.publicKey) } } }
    writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(exchanged))
    expect(await untrained()).toContain("ama/devops-lead")
    // Another destination: another server to know.
    writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify({ ...plan, destinations: { ...plan.destinations, crm: { type: "hubspot", consent: "necessary", secret: "HUBSPOT_TOKEN" } } }))
    expect(await untrained()).toContain("ama/devops-lead")
    writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(plan))
    expect(await untrained()).toEqual(["bo/cto"])
  })
  test("documents drift with the plan, and --check says which", async () => {
    await run("docs")
    expect((await run("docs", "--check")).code).toBe(0)
    writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify({ ...plan, retention: { eventsDays: 30 } }))
    const stale = await run("docs", "--check")
    expect([stale.code, stale.out]).toEqual([1, expect.stringContaining("stale: privacy/data-map.md")])
  })
})
