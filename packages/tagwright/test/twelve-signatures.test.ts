import { createEvidence } from "@tagwright/evidence"
import { drillNames, type OperationRecord } from "@tagwright/formats"
import { publicKeyText } from "@tagwright/release"
import { startTagManager, type TagManagerStandIn } from "@tagwright/stand-ins"
import { generateKeyPairSync } from "node:crypto"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { supervise, type Supervised } from "../src/drills/supervised-server.ts"
import { main } from "../src/cli.ts"
import { quietIo } from "./studio.ts"

/** Who signs, as the requirements list them: G1 technical, G2 business, G3 executive. */
const roles = {
  G1: ["development-lead", "devops-lead", "qa-lead", "security-lead"],
  G2: ["marketing-director", "privacy-officer", "analytics-manager", "operations-manager"],
  G3: ["cto", "cmo", "legal-counsel", "project-sponsor"],
} as const
const all = Object.values(roles).flat()

const folder = mkdtempSync(join(tmpdir(), "tagwright-twelve-"))
const at = (...path: string[]): string => join(folder, ...path)
const keys = new Map(all.map((role) => [role, generateKeyPairSync("ed25519")]))
const TOKEN = "test-token-of-the-server"
const GTM_TOKEN = "test-token-of-tag-manager"

const people = Object.fromEntries(all.map((role) => [role.replaceAll("-", "_"), { name: `Person ${role}`, roles: [role], key: publicKeyText(keys.get(role)?.publicKey ?? generateKeyPairSync("ed25519").publicKey) }]))
const systems = ["site", "server", "containers", "privacy", "ga4"]
const planOf = (extra: object = {}) => ({
  site: {
    name: "Shop",
    environments: {
      staging: { hosts: ["staging.shop.example"], gtm: "GTM-SHOPST1", ga4: "G-SHOPST0001", server: "/t", testMode: true },
      production: { hosts: ["shop.example"], gtm: "GTM-SHOPPR1", ga4: "G-SHOPPR0001", server: "https://shop.example/t", deploy: { folder: at("live"), restart: `touch ${at("restart")}` } },
    },
  },
  consent: { categories: { necessary: { grants: ["security_storage", "functionality_storage"], always: true }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] } }, banner: { cmp: "vanilla-cookieconsent" } },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" } },
  parameters: { page_path: { type: "string", describe: "Path" } },
  events: { page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path"], to: ["ga4"] }, ...extra },
  policy: { gates: ["P1", "O1", "O2", "O3", "O4"], signatures: all, separate: [["privacy-officer", "marketing-director"]] },
  people,
  operations: { owners: Object.fromEntries(systems.map((system) => [system, { first: "devops_lead" }])), onCall: ["devops_lead"], channels: { mail: { type: "email", to: ["ops@shop.example"], from: "tagwright@shop.example", secret: "SMTP_URL" } } },
})

let gtm: TagManagerStandIn
let server: Supervised
const PORT = 20_000 + (process.pid % 20_000)
const env = () => ({ TAGWRIGHT_ADMIN_TOKEN: TOKEN, GTM_API_URL: gtm.url, GTM_ACCESS_TOKEN: GTM_TOKEN })
/** In this process: twelve people sign twice, and starting a program for each would take a minute. */
const run = async (...args: string[]) => {
  const io = { ...quietIo(folder), env: { ...process.env, ...env() } }
  return { code: await main(args, io), ...io.said }
}
const serverAt = ["--server", `http://127.0.0.1:${PORT}`]

/** The records that docs, courses and drills leave behind, for the plan that was just built. */
const operations = (planDigest: string): string => {
  const now = Date.now() - 1000
  const records: OperationRecord[] = [
    { kind: "coverage", at: now, of: "monitoring", planDigest, covered: ["server"], missing: [] },
    { kind: "coverage", at: now, of: "documentation", planDigest, covered: ["runbooks/README.md"], missing: [] },
    { kind: "coverage", at: now, of: "team", planDigest, covered: all.map((role) => `${role.replaceAll("-", "_")}/${role}`), missing: [] },
    ...drillNames.map((drill): OperationRecord => ({ kind: "drill", at: now, drill, outcome: "passed", detectedBy: "alert", detectedMs: 1000, recoveredMs: 2000, steps: [], by: "program" })),
  ]
  return records.map((record) => `${JSON.stringify(record)}\n`).join("")
}

/** Plan → bundle → evidence. What a browser would have seen is written by hand: this test is about what comes after. */
const observe = async (extra: object = {}): Promise<void> => {
  writeFileSync(at("tagwright.plan.json"), JSON.stringify(planOf(extra)))
  const built = await run("build", "--json")
  const { digest } = JSON.parse(built.out)
  const { planDigest } = JSON.parse(readFileSync(at(".tagwright/bundle/bundle.json"), "utf8"))
  rmSync(at(".tagwright/evidence"), { recursive: true, force: true })
  const evidence = createEvidence(at(".tagwright/evidence"))
  evidence.write({ kind: "run", version: 1, bundleDigest: digest, planDigest, environment: "staging", browser: { name: "chromium", version: "1" }, container: { source: "built", digest: "", publicId: "GTM-SHOPST1" }, scenarios: ["all"] })
  const where = { scenario: "all", journey: "reads", step: 0 }
  evidence.write({ kind: "push", ...where, event: "page_view", message: { event: "page_view", page_path: "/" }, violations: [] })
  evidence.write({ kind: "request", ...where, from: "browser", method: "GET", url: "https://staging.shop.example/", query: {}, party: "site", cookies: [] })
  await evidence.seal()
  writeFileSync(at(".tagwright/operations.ndjson"), operations(planDigest))
}
const sign = (role: string, key = role) => run("sign", "--role", role, "--key", at("keys", `${key}.pem`))
const signature = (role: string): string => at(".tagwright/evidence/signatures", `${role}.dsse.json`)

beforeAll(async () => {
  mkdirSync(at("keys"))
  for (const [role, { privateKey }] of keys) writeFileSync(at("keys", `${role}.pem`), privateKey.export({ format: "pem", type: "pkcs8" }))
  gtm = await startTagManager({ containers: [{ publicId: "GTM-SHOPPR1", usageContext: "web" }, { publicId: "GTM-SHOPST1", usageContext: "web" }], token: GTM_TOKEN, quota: { most: 1000, windowMs: 1000 } })
  server = supervise({ plan: at("live/current/server/plan.json"), environment: "production", data: at("data"), port: PORT, adminToken: TOKEN, request: at("restart") })
  await observe()
})
afterAll(async () => {
  await server.close()
  await gtm.close()
  rmSync(folder, { recursive: true, force: true })
})

describe("G1 to G3: from the plan to a receipt, with all twelve signatures", () => {
  test("the decision asks for operations too, and says what is missing", async () => {
    rmSync(at(".tagwright/operations.ndjson"))
    const blind = await run("judge")
    expect(blind.code).toBe(1)
    for (const line of ["monitoring-unknown", "documentation-unknown", "training-unknown", "drills-unknown"]) expect(blind.out).toContain(line)
    writeFileSync(at(".tagwright/operations.ndjson"), operations(JSON.parse(readFileSync(at(".tagwright/bundle/bundle.json"), "utf8")).planDigest))
    const judged = await run("judge")
    expect(judged).toMatchObject({ code: 0, out: expect.stringContaining("✓ O4 Emergency procedures: pass") })
  })

  test("every signature counts: each role that has not signed is named, until the last has", { timeout: 60_000 }, async () => {
    for (const [index, role] of all.entries()) {
      const before = await run("verify", "--json")
      const missing: string[] = JSON.parse(before.out).signatures.filter((one: { fault?: string }) => one.fault === "signature-missing").map((one: { role: string }) => one.role)
      expect([before.code, missing]).toEqual([1, all.slice(index)])
      expect((await sign(role)).code).toBe(0)
    }
    expect(await run("verify")).toMatchObject({ code: 0, out: expect.stringContaining("may be released") })
  })

  test("a signature that is missing, forged, borrowed, misfiled or of another decision blocks the release, and is named", { timeout: 60_000 }, async () => {
    expect(await sign("cto", "cmo")).toMatchObject({ code: 2, err: expect.stringContaining("Person cmo does not have the role cto") })
    const kept = at("kept")
    cpSync(at(".tagwright/evidence/signatures"), kept, { recursive: true })
    const mend = (): void => {
      rmSync(at(".tagwright/evidence/signatures"), { recursive: true, force: true })
      cpSync(kept, at(".tagwright/evidence/signatures"), { recursive: true })
    }
    const plant: [fault: string, role: string, change: () => void][] = [
      ...Object.values(roles).map(([role]): [string, string, () => void] => ["signature-missing", role, () => rmSync(signature(role))]),
      ["signature-unreadable", "qa-lead", () => writeFileSync(signature("qa-lead"), "{ half")],
      ["signature-forged", "cto", () => writeFileSync(signature("cto"), readFileSync(signature("cto"), "utf8").replace(/"sig": "..../, '"sig": "AAAA'))],
      ["signature-misfiled", "cmo", () => cpSync(signature("cto"), signature("cmo"))],
    ]
    for (const [fault, role, change] of plant) {
      change()
      const refused = await run("release", "--version", "1.0.0")
      expect([refused.code, refused.err], `${fault} of ${role}`).toEqual([2, expect.stringContaining(`${role}: ${fault}`)])
      mend()
    }
    // Operations that changed after people had signed void every signature at once.
    const records = at(".tagwright/evidence/operations.ndjson")
    const before = readFileSync(records, "utf8")
    writeFileSync(records, before.replace('"passed"', '"failed"'))
    expect((await run("release", "--version", "1.0.0")).err).toContain("the decision belongs to other evidence")
    writeFileSync(records, before)
    utimesSync(records, new Date(), new Date())
  })

  test("released, deployed to production, changed, deployed again, rolled back: each with a receipt, and what runs is what was signed", { timeout: 120_000 }, async () => {
    expect(await run("release", "--version", "1.0.0")).toMatchObject({ code: 0 })
    const { files } = JSON.parse(readFileSync(at("releases/release-v1.0.0/release.json"), "utf8"))
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["CHANGES.md", "sbom.cdx.json", "documents/runbooks/daily.md", "documents/risks.md", "bundle/catalog/events.md", "evidence/operations.ndjson", "evidence/signatures/cto.dsse.json"]))
    const bom = JSON.parse(readFileSync(at("releases/release-v1.0.0/sbom.cdx.json"), "utf8"))
    expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { name: "tagwright" } } })
    expect(bom.components.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(["zod", "pino", "stripe", "nodemailer", "@tagwright/server"]))
    const first = await run("deploy", "--env", "production", ...serverAt, "--json")
    expect(first.err).toContain("Publish the web container")
    const receipt = JSON.parse(first.out)
    expect(receipt).toMatchObject({ outcome: "deployed", release: "v1.0.0", live: "v1.0.0", environment: "production" })
    expect(receipt.signatures.map(({ role }: { role: string }) => role).toSorted()).toEqual([...all].toSorted())
    expect(gtm.live("GTM-SHOPPR1")).toBeDefined()
    expect(gtm.live("GTM-SHOPST1")).toBeUndefined()

    await observe({ faq_open: { describe: "A question is opened", on: { click: "summary" }, to: ["ga4"] } })
    await run("judge")
    for (const role of all) await sign(role)
    expect(await run("release", "--version", "1.1.0", "--previous", at("releases/release-v1.0.0"))).toMatchObject({ code: 0 })
    expect(readFileSync(at("releases/release-v1.1.0/CHANGES.md"), "utf8")).toContain("event `faq_open`")
    const second = await run("deploy", "--env", "production", ...serverAt, "--json")
    expect(JSON.parse(second.out)).toMatchObject({ outcome: "deployed", release: "v1.1.0", previous: "v1.0.0" })

    const back = await run("rollback", "--env", "production", ...serverAt, "--json")
    expect([back.code, JSON.parse(back.out)]).toEqual([0, expect.objectContaining({ outcome: "rolled-back", live: "v1.0.0", previous: "v1.1.0" })])
    expect(gtm.live("GTM-SHOPPR1")).toBe(receipt.steps.find(({ id }: { id: string }) => id === "container-web").detail.replace("version ", ""))
    // The server's own figures know of it.
    const kpi = await run("kpis", "K10", ...serverAt, "--json")
    expect(JSON.parse(kpi.out).kpi).toMatchObject({ good: 1, of: 2, misses: [expect.objectContaining({ id: "v1.1.0" })] })
  })
})
