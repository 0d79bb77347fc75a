import { generateKeyPairSync } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { digestOf, sha256, type BundleManifest, type ResolvedPlan } from "@tagwright/formats"
import { heldKey, judge, packRelease, publicKeyText, signDecision, writeDecision } from "../../src/index.ts"
import { plan as base } from "../sample/plan.ts"
import { healthyRecords } from "../sample/walk.ts"
import { writeSample } from "../sample/write.ts"
import { testFolder } from "./folder.ts"

const key = generateKeyPairSync("ed25519")
export const SIGNED_AT = Date.parse("2026-11-22T20:00:00Z")
/** An hour after everything was signed. */
export const NOW = SIGNED_AT + 3_600_000
export const plan: ResolvedPlan = { ...base, people: { ama: { name: "Ama Boateng", roles: ["privacy-officer"], key: publicKeyText(key.publicKey) } }, policy: { ...base.policy, signatures: ["privacy-officer"] } }

const writeBundle = (dir: string, of: ResolvedPlan): BundleManifest => {
  const texts: Record<string, string> = { "plan.json": JSON.stringify(of), "kit/tagwright.js": "// kit\n", "server/plan.json": JSON.stringify({ planDigest: digestOf(of) }) }
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
export const ready = async (of: ResolvedPlan = plan, dir = testFolder()) => {
  const [bundleDir, evidenceDir] = [join(dir, "bundle"), join(dir, "evidence")]
  const { digest } = writeBundle(bundleDir, of)
  await writeSample(evidenceDir, healthyRecords(of).map((record) => (record.kind === "run" ? { ...record, bundleDigest: digest } : record)))
  const decision = judge({ evidenceDir, bundleDir, today: "2026-11-22" })
  await writeDecision(evidenceDir, decision)
  await signDecision({ evidenceDir, decision, people: of.people, role: "privacy-officer", key: heldKey(key.privateKey), now: new Date(SIGNED_AT) })
  return { dir, bundleDir, evidenceDir, out: join(dir, "releases"), version: "1.0.0", now: NOW }
}

/** A packed release, whose plan says its version so that two of them differ. */
export const packed = async (version: string, dir: string): Promise<string> => packRelease({ ...(await ready({ ...plan, site: { ...plan.site, name: `Shop ${version}` } }, dir)), version }).dir
