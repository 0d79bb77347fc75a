import { createPublicKey, generateKeyPairSync } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, appendFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createEvidence } from "@tagwright/evidence"
import { publicKeyText } from "@tagwright/release"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import type { Io } from "../src/command.ts"

const folder = mkdtempSync(join(tmpdir(), "tagwright-release-cli-"))
const run = async (...argv: string[]) => {
  const said = { out: "", err: "" }
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => "",
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  }
  return { code: await main(argv, io), ...said }
}

const key = generateKeyPairSync("ed25519")
const plan = {
  site: { name: "Shop", environments: { staging: { hosts: ["staging.shop.example"], gtm: "GTM-SHOPST1", ga4: "G-SHOPST0001", server: "/t", testMode: true }, production: { hosts: ["shop.example"], gtm: "GTM-SHOPPR1", ga4: "G-SHOPPR0001", server: "https://shop.example/t" } } },
  consent: { categories: { necessary: { grants: ["security_storage", "functionality_storage"], always: true }, analytics: { grants: ["analytics_storage"] }, marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] } }, banner: { cmp: "vanilla-cookieconsent" } },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" } },
  parameters: { page_path: { type: "string", describe: "Path" } },
  events: { page_view: { describe: "A page is shown", on: { load: true }, required: ["page_path"], to: ["ga4"] } },
  policy: { gates: ["P1"], signatures: ["privacy-officer"] },
  people: { ama: { name: "Ama Boateng", roles: ["privacy-officer"], key: publicKeyText(createPublicKey(key.privateKey)) } },
}

beforeAll(async () => {
  writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(plan))
  writeFileSync(join(folder, "id.pem"), key.privateKey.export({ format: "pem", type: "pkcs8" }))
  writeFileSync(join(folder, "other.pem"), generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }))
  const built = await run("build", "--json")
  const { digest } = JSON.parse(built.out)
  const evidence = createEvidence(join(folder, ".tagwright/evidence"))
  evidence.write({ kind: "run", version: 1, bundleDigest: digest, planDigest: "", environment: "staging", browser: { name: "chromium", version: "1" }, container: { source: "built", digest: "", publicId: "GTM-SHOPST1" }, scenarios: ["all"] })
  const where = { scenario: "all", journey: "reads", step: 0 }
  evidence.write({ kind: "push", ...where, event: "page_view", message: { event: "page_view", page_path: "/" }, violations: [] })
  evidence.write({ kind: "request", ...where, from: "browser", method: "GET", url: "https://staging.shop.example/", query: {}, party: "site", cookies: [] })
  await evidence.seal()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe("from evidence to a release, on the command line", () => {
  test("each step says in one line what has to come before it", async () => {
    for (const [argv, message] of [
      [["verify"], /no decision.*Run `tagwright judge` first/],
      [["sign", "--role", "privacy-officer"], /sign needs --role and --key/],
      [["sign", "--role", "privacy-officer", "--key", "id.pem"], /no decision.*Run tagwright judge first/],
      [["judge", "--evidence", "nowhere"], /There is no evidence folder .*nowhere/],
      [["judge", "--bundle", "nowhere"], /There is no bundle in .*nowhere/],
      [["evidence", "verify"], /takes one folder/],
      [["release"], /release needs --version/],
    ] as const) {
      const { code, err } = await run(...argv)
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1])
      expect(err).toMatch(message)
    }
  })

  test("judge, sign, verify, release", async () => {
    const judged = await run("judge")
    expect(judged.code).toBe(0)
    expect(judged.out).toContain("✓ P1 Zero personal data violations: pass")
    expect(await run("verify")).toMatchObject({ code: 1, out: expect.stringContaining("✗ privacy-officer: signature-missing") })
    expect(await run("release", "--version", "1.0.0")).toMatchObject({ code: 2, err: expect.stringContaining("privacy-officer: signature-missing") })
    expect(await run("sign", "--role", "privacy-officer", "--key", "other.pem")).toMatchObject({ code: 2, err: expect.stringContaining("No person of the plan has the key SHA256:") })
    expect(await run("sign", "--role", "cto", "--key", "id.pem")).toMatchObject({ code: 2, err: expect.stringContaining("does not have the role cto") })
    expect((await run("sign", "--role", "privacy-officer", "--key", "id.pem")).code).toBe(0)
    expect(await run("verify")).toMatchObject({ code: 0, out: expect.stringContaining("may be released") })
    expect((await run("release", "--version", "1.0.0", "--json")).code).toBe(0)
    expect(await run("verify", "releases/release-v1.0.0")).toMatchObject({ code: 0, out: expect.stringContaining("v1.0.0, untouched") })
  })

  test("a key that never leaves its keeper signs by a command; what does not fit is not written", async () => {
    const signature = join(folder, ".tagwright/evidence/signatures/privacy-officer.dsse.json")
    rmSync(signature)
    // Stands for a KMS: holds the key, gets bytes, prints what HashiCorp Vault prints.
    const kms = (file: string, shape = "`vault:v1:${signed.toString('base64')}\\n`"): string => {
      writeFileSync(join(folder, "kms.mjs"), `import { createPrivateKey, sign } from "node:crypto"\nimport { readFileSync } from "node:fs"\nconst signed = sign(null, readFileSync(0), createPrivateKey(readFileSync(${JSON.stringify(join(folder, file))})))\nprocess.stdout.write(${shape})\n`)
      return `"${process.execPath}" kms.mjs`
    }
    const sign = (command: string, ...more: string[]) => run("sign", "--role", "privacy-officer", "--key-command", command, ...more)
    expect(await sign(kms("other.pem"))).toMatchObject({ code: 2, err: expect.stringContaining("What was signed does not fit the key SHA256:") })
    expect(await sign(kms("id.pem", "'{}'"))).toMatchObject({ code: 2, err: expect.stringContaining("printed no ed25519 signature") })
    expect(await sign("exit 3")).toMatchObject({ code: 2, err: expect.stringContaining("ended with 3") })
    expect(await sign(kms("id.pem"), "--person", "bo")).toMatchObject({ code: 2, err: expect.stringContaining('no person "bo"') })
    expect(existsSync(signature)).toBe(false)
    for (const shape of [undefined, "signed"]) {
      expect(await sign(kms("id.pem", shape))).toMatchObject({ code: 0 })
      expect(await run("verify")).toMatchObject({ code: 0, out: expect.stringContaining("may be released") })
    }
  })

  test("evidence that was touched is named, and stops everything after it", async () => {
    mkdirSync(join(folder, "copy"))
    cpSync(join(folder, ".tagwright/evidence"), join(folder, "copy/evidence"), { recursive: true })
    expect((await run("evidence", "compare", "copy/evidence", ".tagwright/evidence")).out).toBe("nothing differs\n")
    appendFileSync(join(folder, "copy/evidence/records.ndjson"), " ")
    expect(await run("evidence", "verify", "copy/evidence")).toMatchObject({ code: 1, out: expect.stringContaining("records.ndjson was changed") })
    expect(await run("judge", "--evidence", "copy/evidence")).toMatchObject({ code: 2, err: expect.stringContaining("records.ndjson was changed") })
  })
})
