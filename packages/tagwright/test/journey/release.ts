import { resolvePlan } from "@tagwright/compiler"
import type { ResolvedPlan } from "@tagwright/formats"
import { heldKey, parsePrivateKey, readDecision, signDecision } from "@tagwright/release"
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { main } from "../../src/cli.ts"
import { type copyOfStudio, quietIo } from "../studio.ts"
import type { Production } from "./production.ts"

type Studio = Awaited<ReturnType<typeof copyOfStudio>>
const patience = 300_000
const DAY_MS = 86_400_000
/** Who signs, as the requirements list them. */
const roles = {
  G1: ["development-lead", "devops-lead", "qa-lead", "security-lead"],
  G2: ["marketing-director", "privacy-officer", "analytics-manager", "operations-manager"],
  G3: ["cto", "cmo", "legal-counsel", "project-sponsor"],
} as const
const all: readonly string[] = Object.values(roles).flat()

interface OperationLine {
  kind: string
  drill?: string
}

/** What follows a green run of the example: twelve signatures, a release, production, and back. The run itself is made before. */
export const releaseJourney = (given: () => { studio: Studio; production: Production }): void => {
  const at = (...path: string[]): string => join(given().studio.folder, ...path)
  const evidence = (...path: string[]): string => at(".tagwright/evidence", ...path)
  const signature = (role: string): string => evidence("signatures", `${role}.dsse.json`)
  const run = async (...args: string[]) => {
    const io = { ...quietIo(at()), env: { ...process.env, ...given().production.env } }
    return { code: await main(args, io), ...io.said }
  }
  const remote = (...args: string[]) => run(...args, ...given().production.serverAt, "--json")
  const kpi = async (id: string) => JSON.parse((await remote("kpis", id)).out).kpi
  /** Compiled once: what follows changes events and gates, never people. */
  let known: ResolvedPlan["people"] | undefined
  const people = async () => {
    if (known !== undefined) return known
    const { plan } = await resolvePlan(at("tagwright.plan.ts"))
    if (plan === undefined) throw new Error("the example has no plan")
    return (known = plan.people)
  }
  const keyOf = (person: string): string => at(".tagwright/test-keys", `${person}.pem`)
  const keyFor = async (role: string): Promise<string> => keyOf(Object.entries(await people()).find(([, person]) => person.roles.includes(role))?.[0] ?? "nobody")
  const sign = async (role: string) => run("sign", "--role", role, "--key", await keyFor(role))
  const everybodySigns = async (): Promise<void> => {
    for (const role of all) expect(await sign(role)).toMatchObject({ code: 0 })
  }
  /** Changes something, looks, and puts everything back. */
  const planted = async (path: string, change: () => void | Promise<void>, look: () => Promise<void>): Promise<void> => {
    const kept = `${path}.kept`
    cpSync(path, kept, { recursive: true, preserveTimestamps: true })
    await change()
    await look()
    rmSync(path, { recursive: true, force: true })
    renameSync(kept, path)
  }
  const rewrite = (path: string, change: (text: string) => string): void => writeFileSync(path, change(readFileSync(path, "utf8")))
  const codesOf = async (): Promise<{ code: number; codes: string[]; red: string[] }> => {
    const { code, out } = await run("judge", "--json")
    const gates: { id: string; verdict: string; findings: { code: string }[] }[] = JSON.parse(out).gates
    const red = gates.filter(({ verdict }) => verdict === "fail" || verdict === "error")
    return { code, codes: [...new Set(red.flatMap(({ findings }) => findings.map((one) => one.code)))], red: red.map(({ id }) => id) }
  }

  describe("O1 to O4 on the example: what is missing, old or failed turns its gate red", () => {
    const ledger = () => at(".tagwright/operations.ndjson")
    const cases: [title: string, change: (record: OperationLine) => OperationLine | undefined, red: string[], codes: string[]][] = [
      ["no drill on record", (record) => (record.kind === "drill" ? undefined : record), ["O4"], ["drill-missing"]],
      ["a drill is too old", (record) => (record.drill === "rollback" ? { ...record, at: Date.now() - 93 * DAY_MS } : record), ["O4"], ["drill-too-old"]],
      ["a drill failed", (record) => (record.drill === "key-leak" ? { ...record, outcome: "failed" } : record), ["O4"], ["drill-failed"]],
      ["nothing noticed the damage", (record) => (record.drill === "pii-leak" ? { ...record, detectedMs: null } : record), ["O4"], ["drill-undetected"]],
      ["nobody has looked", (record) => (record.kind === "coverage" ? undefined : record), ["O1", "O2", "O3"], ["monitoring-unknown", "documentation-unknown", "training-unknown"]],
      ["an alert, a page and a person are missing", (record) => (record.kind === "coverage" ? { ...record, covered: [], missing: ["server"] } : record), ["O1", "O2", "O3"], ["part-unwatched", "procedure-missing", "training-missing"]],
    ]
    test.each(cases)("%s", { timeout: patience }, async (_title, change, red, codes) => {
      await planted(
        ledger(),
        () => rewrite(ledger(), (text) => text.trim().split("\n").flatMap((line) => change(JSON.parse(line)) ?? []).map((record) => `${JSON.stringify(record)}\n`).join("")),
        async () => expect(await codesOf()).toEqual({ code: 1, red, codes: expect.arrayContaining(codes) }),
      )
    })
    test("somebody's attestation is gone: the next look says whose", { timeout: patience }, async () => {
      await planted(at(".tagwright/operations.ndjson"), () => {}, () =>
        planted(at("training"), () => rmSync(at("training/ama.privacy-officer.dsse.json")), async () => {
          await run("docs")
          expect(await codesOf()).toMatchObject({ code: 1, red: ["O3"] })
          expect((await run("judge")).out).toContain("ama is not trained as privacy-officer")
        }),
      )
      expect(await codesOf()).toEqual({ code: 0, red: [], codes: [] })
    })
  })

  describe("G1 to G3 on the example: from the decision to a receipt, and back", () => {
    test("every signature counts: who has not signed is named, until the last has", { timeout: patience }, async () => {
      for (const [index, role] of all.entries()) {
        const { out } = await run("verify", "--json")
        const missing = JSON.parse(out).signatures.filter((one: { fault?: string }) => one.fault === "signature-missing").map((one: { role: string }) => one.role)
        expect(missing).toEqual(all.slice(index))
        expect(await sign(role)).toMatchObject({ code: 0 })
      }
      expect(await run("verify")).toMatchObject({ code: 0, out: expect.stringContaining("may be released") })
    })

    test("a signature that is missing, expired, from the future, unreadable, forged, misfiled or void blocks the release, by name", { timeout: patience }, async () => {
      expect(await run("sign", "--role", "cto", "--key", keyOf("sofia"))).toMatchObject({ code: 2, err: expect.stringContaining("Sofia Marin does not have the role cto") })
      const signedAt = async (role: string, now: number): Promise<void> => {
        const decision = readDecision(evidence())
        if (decision === undefined) throw new Error("no decision")
        await signDecision({ evidenceDir: evidence(), decision, people: await people(), role, key: heldKey(parsePrivateKey(readFileSync(await keyFor(role), "utf8"))), now: new Date(now) })
      }
      const plants: [fault: string, role: string, change: () => void | Promise<void>][] = [
        ...all.map((role): [string, string, () => void] => ["signature-missing", role, () => rmSync(signature(role))]),
        ["signature-expired", "cmo", () => signedAt("cmo", Date.now() - 91 * DAY_MS)],
        ["signature-from-the-future", "cmo", () => signedAt("cmo", Date.now() + DAY_MS)],
        ["signature-unreadable", "qa-lead", () => writeFileSync(signature("qa-lead"), "{ half")],
        ["signature-forged", "cto", () => rewrite(signature("cto"), (text) => text.replace(/"sig": "..../, '"sig": "AAAA'))],
        ["signature-misfiled", "cmo", () => cpSync(signature("cto"), signature("cmo"))],
      ]
      for (const [fault, role, change] of plants)
        await planted(evidence("signatures"), change, async () => {
          const refused = await run("release", "--version", "1.0.0")
          expect([refused.code, refused.err], `${fault} of ${role}`).toEqual([2, expect.stringContaining(`${role}: ${fault}`)])
        })
      const refusals: [path: string, from: string, to: string, says: string][] = [
        [evidence("decision.json"), '"version": 1', '"version": 1, "more": true', "cto: signature-void"],
        [evidence("operations.ndjson"), '"passed"', '"failed"', "the decision belongs to other evidence or another bundle"],
        [evidence("records.ndjson"), '"kind":"run"', '"kind":"ruN"', "records.ndjson was changed"],
      ]
      for (const [path, from, to, says] of refusals)
        await planted(path, () => rewrite(path, (text) => text.replace(from, to)), async () => {
          const refused = await run("release", "--version", "1.0.0")
          expect([path, refused.code, refused.err]).toEqual([path, 2, expect.stringContaining(says)])
        })
      expect(existsSync(at("releases"))).toBe(false)
    })

    test("packed, it holds everything, and whoever gets it can check it", { timeout: patience }, async () => {
      expect(await run("release", "--version", "1.0.0")).toMatchObject({ code: 0 })
      const { files } = JSON.parse(readFileSync(at("releases/release-v1.0.0/release.json"), "utf8"))
      expect(Object.keys(files)).toEqual(
        expect.arrayContaining(["CHANGES.md", "sbom.cdx.json", "documents/runbooks/daily.md", "documents/risks.md", "bundle/catalog/events.md", "evidence/operations.ndjson", "evidence/index.html", ...all.map((role) => `evidence/signatures/${role}.dsse.json`)]),
      )
      const bom = JSON.parse(readFileSync(at("releases/release-v1.0.0/sbom.cdx.json"), "utf8"))
      expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { name: "tagwright" } } })
      expect(bom.components.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(["zod", "pino", "stripe", "nodemailer", "@tagwright/server"]))
      expect(await run("verify", "releases/release-v1.0.0")).toMatchObject({ code: 0, out: expect.stringContaining("v1.0.0, untouched") })
    })

    test("in production with a receipt of twelve names; the server learns what the release knows of pages, parts and people", { timeout: patience }, async () => {
      const { gtm } = given().production
      const deployed = await remote("deploy", "--env", "production")
      expect([deployed.code, deployed.err]).toEqual([0, expect.stringContaining("Publish the web container")])
      const receipt = JSON.parse(deployed.out)
      expect(receipt).toMatchObject({ outcome: "deployed", release: "v1.0.0", live: "v1.0.0", environment: "production" })
      expect(receipt.signatures.map(({ role }: { role: string }) => role).toSorted()).toEqual([...all].toSorted())
      expect([gtm.live("GTM-NLPROD1"), gtm.live("GTM-NLSTAG1")]).toEqual([expect.any(String), undefined])
      for (const id of ["K6", "K8", "K9", "K10"]) expect(await kpi(id)).toMatchObject({ id, value: 1, status: "met" })
    })

    test("another release replaces it, and rollback brings the first one back everywhere: files, server, container, figures", { timeout: patience }, async () => {
      const { gtm, folder } = given().production
      const first = gtm.live("GTM-NLPROD1")
      // A smaller question for the second: one journey, one consent scenario, one gate. Everybody signs again all the same.
      await given().studio.edit("tagwright.plan.ts", (text) =>
        text.replace("    faq_open: {", '    print_page: { describe: "A visitor prints a page", on: { click: "a[data-print]" }, to: ["ga4"] },\n    faq_open: {').replace(/gates: \[.*\]/, 'gates: ["P1"]'),
      )
      expect(await run("qa", "--journey", "returning visitor withdraws", "--scenario", "all", "--quiet")).toMatchObject({ code: 0 })
      expect(await run("judge")).toMatchObject({ code: 0 })
      expect(await run("verify")).toMatchObject({ code: 1, out: expect.stringContaining("cto: signature-missing") })
      await everybodySigns()
      expect(await run("release", "--version", "1.1.0", "--previous", at("releases/release-v1.0.0"))).toMatchObject({ code: 0 })
      expect(readFileSync(at("releases/release-v1.1.0/CHANGES.md"), "utf8")).toContain("event `print_page`")
      expect(JSON.parse((await remote("deploy", "--env", "production")).out)).toMatchObject({ outcome: "deployed", release: "v1.1.0", previous: "v1.0.0" })
      const second = gtm.live("GTM-NLPROD1")
      const plan = () => readFileSync(join(folder, "live/current/server/plan.json"), "utf8")
      expect([first === second, plan().includes("print_page")]).toEqual([false, true])

      const back = await remote("rollback", "--env", "production")
      expect([back.code, JSON.parse(back.out)]).toEqual([0, expect.objectContaining({ outcome: "rolled-back", live: "v1.0.0", previous: "v1.1.0" })])
      expect([gtm.live("GTM-NLPROD1"), plan().includes("print_page")]).toEqual([first, false])
      expect(await kpi("K10")).toMatchObject({ good: 1, of: 2, misses: [expect.objectContaining({ id: "v1.1.0" })] })
    })
  })
}
