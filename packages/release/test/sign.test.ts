import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Decision } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { decide, heldKey, parsePrivateKey, parsePublicKey, policyOf, publicKeyText, ReleaseError, signDecision, verifyRelease, writeDecision } from "../src/index.ts"
import { openEvidence } from "@tagwright/evidence"
import { plan as base } from "./sample/plan.ts"
import { BUNDLE_DIGEST, healthyRecords } from "./sample/walk.ts"
import { writeSample } from "./sample/write.ts"
import { testFolder } from "./support/folder.ts"
import { openSshPem } from "./support/open-ssh.ts"

const keys = { ama: generateKeyPairSync("ed25519"), tomasz: generateKeyPairSync("ed25519"), stranger: generateKeyPairSync("ed25519") }
const plan = {
  ...base,
  people: {
    ama: { name: "Ama Boateng", roles: ["privacy-officer", "legal-counsel"], key: publicKeyText(keys.ama.publicKey) },
    tomasz: { name: "Tomasz Wilk", roles: ["development-lead", "legal-counsel"], key: publicKeyText(keys.tomasz.publicKey) },
  },
  policy: { ...base.policy, signatures: ["privacy-officer", "development-lead"], separate: [["privacy-officer", "legal-counsel"] as [string, string]] },
}

const judged = async (): Promise<{ dir: string; decision: Decision }> => {
  const dir = join(testFolder(), "evidence")
  await writeSample(dir, healthyRecords(plan))
  const manifest = { version: 1 as const, planDigest: "a".repeat(64), digest: BUNDLE_DIGEST, files: {}, findings: [] }
  const decision = decide({ evidence: openEvidence(dir), manifest, plan, policy: policyOf(plan), today: "2026-11-22" })
  await writeDecision(dir, decision)
  return { dir, decision }
}
const sign = (dir: string, decision: Decision, role: string, key: KeyObject) => signDecision({ evidenceDir: dir, decision, people: plan.people, role, key: heldKey(key), now: new Date("2026-11-22T20:00:00Z") })
const check = (dir: string) => verifyRelease(dir, BUNDLE_DIGEST, plan)
const faults = (dir: string) => Object.fromEntries(check(dir).signatures.flatMap(({ role, fault }) => (fault === undefined ? [] : [[role, fault]])))

const signedByAll = async () => {
  const { dir, decision } = await judged()
  await sign(dir, decision, "privacy-officer", keys.ama.privateKey)
  await sign(dir, decision, "development-lead", keys.tomasz.privateKey)
  return { dir, decision }
}

const parsePrivateKeyPublic = (text: string): KeyObject => createPublicKey(parsePrivateKey(text))
const edit = (path: string, change: (text: string) => string) => writeFileSync(path, change(readFileSync(path, "utf8")))
const codeOf = async (act: () => Promise<unknown>) => {
  try {
    await act()
  } catch (error) {
    if (error instanceof ReleaseError) return error.code
    throw error
  }
  return "nothing thrown"
}

describe("G signatures", () => {
  it("lets a release pass when everybody the policy names has signed", async () => {
    const { dir } = await signedByAll()
    expect(check(dir)).toMatchObject({ ok: true, belongs: true, changed: [] })
    expect(check(dir).signatures).toEqual([
      { role: "development-lead", person: "Tomasz Wilk", signedOn: "2026-11-22T20:00:00.000Z" },
      { role: "privacy-officer", person: "Ama Boateng", signedOn: "2026-11-22T20:00:00.000Z" },
    ])
  })

  it("names every role that is missing", async () => {
    const { dir } = await judged()
    expect(faults(dir)).toEqual({ "privacy-officer": "signature-missing", "development-lead": "signature-missing" })
    expect(check(dir).ok).toBe(false)
  })

  it("is void when the decision changes by one letter", async () => {
    const { dir } = await signedByAll()
    edit(join(dir, "decision.json"), (text) => text.replace("were searched", "were Searched"))
    expect(faults(dir)).toEqual({ "privacy-officer": "signature-void", "development-lead": "signature-void" })
  })

  it("does not help evidence that was changed afterwards", async () => {
    const { dir } = await signedByAll()
    edit(join(dir, "records.ndjson"), (text) => text.replace('"holds":true', '"holds":true '))
    expect(check(dir)).toMatchObject({ ok: false, changed: [{ path: "records.ndjson", fault: "changed" }] })
  })

  it("does not pass a decision about another bundle", async () => {
    const { dir } = await signedByAll()
    expect(verifyRelease(dir, "0".repeat(64), plan)).toMatchObject({ ok: false, belongs: false })
  })

  it("cannot be forged, replayed for another role, or edited", async () => {
    const { dir, decision } = await signedByAll()
    const path = (role: string) => join(dir, "signatures", `${role}.dsse.json`)
    const good = readFileSync(path("privacy-officer"), "utf8")
    writeFileSync(path("legal-counsel"), good)
    expect(faults(dir)).toEqual({ "legal-counsel": "signature-misfiled" })
    rmSync(path("legal-counsel"))
    writeFileSync(path("privacy-officer"), JSON.stringify({ ...JSON.parse(good), payload: Buffer.from('{"role":"privacy-officer"}').toString("base64") }))
    expect(faults(dir)).toEqual({ "privacy-officer": "signature-forged" })
    writeFileSync(path("privacy-officer"), "not json")
    expect(faults(dir)).toEqual({ "privacy-officer": "signature-unreadable" })
    await signDecision({ evidenceDir: dir, decision, people: { ama: { ...plan.people.ama, key: publicKeyText(keys.stranger.publicKey) } }, role: "privacy-officer", key: heldKey(keys.stranger.privateKey) })
    expect(faults(dir)).toEqual({ "privacy-officer": "signature-forged" })
  })

  it("keeps apart what the plan wants apart", async () => {
    const { dir, decision } = await signedByAll()
    await sign(dir, decision, "legal-counsel", keys.ama.privateKey)
    expect(faults(dir)).toEqual({ "legal-counsel": "signature-not-separate" })
    await sign(dir, decision, "legal-counsel", keys.tomasz.privateKey)
    expect(faults(dir)).toEqual({})
  })

  it("refuses a stranger's key and a role that is not held", async () => {
    const { dir, decision } = await judged()
    expect(await codeOf(() => sign(dir, decision, "privacy-officer", keys.stranger.privateKey))).toBe("key-unknown")
    expect(await codeOf(() => sign(dir, decision, "cto", keys.ama.privateKey))).toBe("role-not-held")
  })
})

describe("keys", () => {
  it("are read as PKCS #8 and as ssh-keygen writes them", () => {
    const pem = keys.ama.privateKey.export({ format: "pem", type: "pkcs8" }).toString()
    expect(publicKeyText(parsePrivateKeyPublic(pem))).toBe(plan.people.ama.key)
    expect(publicKeyText(parsePrivateKeyPublic(openSshPem(keys.ama.privateKey, keys.ama.publicKey)))).toBe(plan.people.ama.key)
  })
  it("with a passphrase are refused with a way out", () => {
    expect(() => parsePrivateKey(openSshPem(keys.ama.privateKey, keys.ama.publicKey, "aes256-ctr"))).toThrow("passphrase")
  })
  it("that are something else are refused, without showing them", () => {
    for (const text of ["", "secret words", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"])
      expect(() => parsePrivateKey(text)).toThrow("This is not a private ed25519 key")
    expect(parsePublicKey("ssh-rsa AAAA")).toBeUndefined()
    expect(parsePublicKey("ssh-ed25519 AAAA")).toBeUndefined()
  })
})
