import { createEvidence } from "@tagwright/evidence"
import { publicKeyText } from "@tagwright/release"
import { generateKeyPairSync, type KeyObject } from "node:crypto"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { DrillWorld } from "./world.ts"

/** Two people with test keys; in the sandbox one of them loses theirs. */
export const signers = ["release-manager", "privacy-officer"] as const
export type Signer = (typeof signers)[number]

export interface Sandbox {
  folder: string
  /** Judges, signs in both roles, packs. Answers the release's folder. */
  release(version: string, extra?: object): Promise<string>
  /** Writes plan, bundle and evidence, and judges */
  judged(extra?: object): Promise<void>
  sign(role: Signer): Promise<number>
  /** Gives a person a new key; the old one no longer stands in the plan */
  exchangeKey(role: Signer): void
  keyFile(role: Signer): string
  run(...argv: string[]): ReturnType<DrillWorld["cli"]>
}

/**
 * A small shop of its own for drills about releases and keys: real bundle, decision, signatures and release folders.
 * What a browser would have seen is written by the sandbox itself: these drills are about what comes after QA.
 */
export const makeSandbox = (world: DrillWorld, environment: object): Sandbox => {
  const folder = join(world.folder, "sandbox")
  mkdirSync(join(folder, "keys"), { recursive: true })
  const keys = new Map<Signer, KeyObject>()
  const keyFile = (role: Signer): string => join(folder, "keys", `${role}.pem`)
  const exchangeKey = (role: Signer): void => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    keys.set(role, publicKey)
    writeFileSync(keyFile(role), privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 })
  }
  for (const role of signers) exchangeKey(role)
  const run: Sandbox["run"] = (...argv) => world.cli(...argv, "--cwd", folder)
  const must = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await run(...argv)
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${err}${out}`)
    return out
  }
  const people = () => Object.fromEntries(signers.map((role) => { const key = keys.get(role); return [role, { name: role, roles: [role], ...(key === undefined ? {} : { key: publicKeyText(key) }) }] }))
  const judged = async (extra: object = {}): Promise<void> => {
    writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(planOf(environment, people(), extra)))
    await must("build")
    const { digest, planDigest }: { digest: string; planDigest: string } = JSON.parse(readFileSync(join(folder, ".tagwright/bundle/bundle.json"), "utf8"))
    rmSync(join(folder, ".tagwright/evidence"), { recursive: true, force: true })
    const evidence = createEvidence(join(folder, ".tagwright/evidence"))
    evidence.write({ kind: "run", version: 1, bundleDigest: digest, planDigest, environment: "staging", browser: { name: "none", version: "0" }, container: { source: "built", digest: "", publicId: "GTM-DRILLST" }, scenarios: ["all"] })
    const where = { scenario: "all", journey: "drill", step: 0 }
    evidence.write({ kind: "push", ...where, event: "page_view", message: { event: "page_view", page_path: "/" }, violations: [] })
    evidence.write({ kind: "request", ...where, from: "browser", method: "GET", url: "https://staging.drill.example/", query: {}, party: "site", cookies: [] })
    await evidence.seal()
    await must("judge")
  }
  const sign = async (role: Signer): Promise<number> => (await run("sign", "--role", role, "--key", keyFile(role))).code
  return {
    folder,
    judged,
    sign,
    exchangeKey,
    keyFile,
    run,
    release: async (version, extra) => {
      await judged(extra)
      for (const role of signers) await sign(role)
      await must("release", "--version", version)
      return join(folder, `releases/release-v${version}`)
    },
  }
}

const planOf = (environment: object, people: object, extra: object) => ({
  site: {
    name: "Drill shop",
    environments: {
      staging: { hosts: ["staging.drill.example"], gtm: "GTM-DRILLST", ga4: "G-DRILLST001", server: "/t", testMode: true },
      production: { hosts: ["drill.example"], gtm: "GTM-DRILLPR", ga4: "G-DRILLPR001", server: "https://drill.example/t", ...environment },
    },
  },
  consent: { categories: { necessary: { grants: ["security_storage", "functionality_storage"], always: true }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] } }, banner: { cmp: "vanilla-cookieconsent" } },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" } },
  parameters: { page_path: { type: "string", describe: "Path" } },
  events: { page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path"], to: ["ga4"] }, ...extra },
  policy: { gates: ["P1"], signatures: [...signers] },
  people,
})
