import { generateKeyPairSync } from "node:crypto"
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { digestOf, sha256, type BundleManifest, type ResolvedPlan } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { judge, openRelease, packRelease, planChanges, publicKeyText, ReleaseError, signDecision, writeDecision } from "../src/index.ts"
import { plan as base } from "./sample/plan.ts"
import { healthyRecords } from "./sample/walk.ts"
import { writeSample } from "./sample/write.ts"
import { testFolder } from "./support/folder.ts"

const key = generateKeyPairSync("ed25519")
const plan: ResolvedPlan = { ...base, people: { ama: { name: "Ama Boateng", roles: ["privacy-officer"], key: publicKeyText(key.publicKey) } }, policy: { ...base.policy, signatures: ["privacy-officer"] } }

const writeBundle = (dir: string, of: ResolvedPlan): BundleManifest => {
  const texts: Record<string, string> = { "plan.json": JSON.stringify(of), "kit/tagwright.js": "// kit\n" }
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, sha256(text)]))
  const manifest: BundleManifest = { version: 1, planDigest: digestOf(of), digest: digestOf(files), files, findings: [] }
  writeFileSync(join(dir, "bundle.json"), JSON.stringify(manifest))
  return manifest
}

/** From bundle to signed decision, in a folder of its own. */
const ready = async (of: ResolvedPlan = plan) => {
  const dir = testFolder()
  const [bundleDir, evidenceDir] = [join(dir, "bundle"), join(dir, "evidence")]
  const { digest } = writeBundle(bundleDir, of)
  await writeSample(evidenceDir, healthyRecords(of).map((record) => (record.kind === "run" ? { ...record, bundleDigest: digest } : record)))
  const decision = judge({ evidenceDir, bundleDir, today: "2026-11-22" })
  await writeDecision(evidenceDir, decision)
  await signDecision({ evidenceDir, decision, people: of.people, role: "privacy-officer", key: key.privateKey, now: new Date("2026-11-22T20:00:00Z") })
  return { dir, bundleDir, evidenceDir, out: join(dir, "releases"), version: "1.0.0" }
}
const codeOf = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (error instanceof ReleaseError) return error.code
    throw error
  }
  return "nothing thrown"
}

describe("a release", () => {
  it("holds what was judged and signed, and can be checked on another machine", async () => {
    const input = await ready()
    const { dir, manifest } = packRelease(input)
    expect(Object.keys(manifest.files)).toEqual(expect.arrayContaining(["CHANGES.md", "bundle/kit/tagwright.js", "evidence/decision.json", "evidence/signatures/privacy-officer.dsse.json"]))
    expect(openRelease(dir).check).toMatchObject({ ok: true })
  })

  it("is the same bytes when it is packed again elsewhere", async () => {
    const input = await ready()
    expect(packRelease(input).manifest).toEqual(packRelease({ ...input, out: join(input.dir, "elsewhere") }).manifest)
  })

  it("is not packed without a signature, with changed evidence, twice, or under no version", async () => {
    const input = await ready()
    expect(codeOf(() => packRelease({ ...input, version: "next" }))).toBe("release-version")
    packRelease(input)
    expect(codeOf(() => packRelease(input))).toBe("release-exists")
    rmSync(join(input.evidenceDir, "signatures"), { recursive: true })
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("release-not-ready")
    appendFileSync(join(input.evidenceDir, "records.ndjson"), "\n")
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("release-not-ready")
    appendFileSync(join(input.bundleDir, "kit/tagwright.js"), "evil()")
    expect(codeOf(() => packRelease({ ...input, version: "1.0.1" }))).toBe("bundle-changed")
    expect(existsSync(join(input.out, "release-v1.0.1"))).toBe(false)
  })

  it("is refused when one byte of it was changed, or half of it is missing", async () => {
    const { dir } = packRelease(await ready())
    appendFileSync(join(dir, "CHANGES.md"), " ")
    expect(codeOf(() => openRelease(dir))).toBe("release-changed")
    rmSync(join(dir, "release.json"))
    expect(codeOf(() => openRelease(dir))).toBe("release-missing")
    writeFileSync(join(dir, "release.json"), "{ half")
    expect(codeOf(() => openRelease(dir))).toBe("release-malformed")
  })

  it("says what changed since the one before", async () => {
    const first = packRelease(await ready())
    const { refund: _, ...events } = plan.events
    const withClick = plan.events["cta_click"]
    const after = { ...plan, events: { ...events, ...(withClick === undefined ? {} : { cta_click: { ...withClick, describe: "Another word for it" } }) } }
    expect(planChanges(plan, after)).toEqual([
      { change: "changed", what: "event", name: "cta_click" },
      { change: "removed", what: "event", name: "refund" },
    ])
    const input = await ready({ ...plan, parameters: { ...plan.parameters, topic: { id: "topic", type: "string", describe: "New", maxLength: 100, privacy: "none" } } })
    const second = packRelease({ ...input, version: "1.1.0", previous: first.dir })
    expect(readFileSync(join(second.dir, "CHANGES.md"), "utf8")).toBe("# v1.1.0\n\n## Added\n\n- parameter `topic`\n")
  })
})
