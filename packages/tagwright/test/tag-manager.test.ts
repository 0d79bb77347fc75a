import { createPublicKey, generateKeyPairSync } from "node:crypto"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createEvidence } from "@tagwright/evidence"
import { publicKeyText } from "@tagwright/release"
import { startTagManager, type TagManagerStandIn } from "@tagwright/stand-ins"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"
import type { Io } from "../src/command.ts"

const folder = mkdtempSync(join(tmpdir(), "tagwright-tag-manager-"))
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

let standIn: TagManagerStandIn
const token = "let-me-in"
const run = async (...argv: string[]) => {
  const said = { out: "", err: "" }
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => "",
    cwd: folder,
    env: { GTM_API_URL: standIn.url, GTM_ACCESS_TOKEN: token },
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  }
  return { code: await main(argv, io), ...said }
}
/** Without waiting between calls: the stand-in's quota is wide here, the pace has tests of its own. */
const online = (...argv: string[]) => run("gtm", ...argv, "--pace", "0")
const production = (verb: string, ...more: string[]) => online(verb, ...more, "--env", "production")

beforeAll(async () => {
  standIn = await startTagManager({ containers: ["GTM-SHOPST1", "GTM-SHOPPR1"].map((publicId) => ({ publicId, usageContext: "web" as const })), token, quota: { most: 10_000, windowMs: 1000 } })
  writeFileSync(join(folder, "tagwright.plan.json"), JSON.stringify(plan))
  writeFileSync(join(folder, "id.pem"), key.privateKey.export({ format: "pem", type: "pkcs8" }))
})
afterAll(async () => {
  await standIn.close()
  rmSync(folder, { recursive: true })
})

/** As the staff of Tag Manager's site would see it: an edit in a workspace, a version, published. */
const editByHand = async (publicId: string, change: (tag: { name: string }) => object) => {
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${standIn.url}/tagmanager/v2/${path}`, { method, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    expect(answer.ok, await answer.clone().text()).toBe(true)
    return answer.json()
  }
  const { path } = await call("GET", `accounts/containers:lookup?tagId=${publicId}`)
  const workspace = await call("POST", `${path}/workspaces`, { name: "By hand" })
  const { tag } = await call("GET", `${workspace.path}/tags`)
  const [first] = tag
  await call("PUT", `${first.path}?fingerprint=${first.fingerprint}`, change(first))
  const { containerVersion } = await call("POST", `${workspace.path}:create_version`, { name: "By hand" })
  await call("POST", `${containerVersion.path}:publish`)
}

const judgeAndSign = async () => {
  const { digest } = JSON.parse((await run("build", "--json")).out)
  rmSync(join(folder, ".tagwright/evidence"), { recursive: true, force: true })
  const evidence = createEvidence(join(folder, ".tagwright/evidence"))
  evidence.write({ kind: "run", version: 1, bundleDigest: digest, planDigest: "", environment: "staging", browser: { name: "chromium", version: "1" }, container: { source: "built", digest: "", publicId: "GTM-SHOPST1" }, scenarios: ["all"] })
  const where = { scenario: "all", journey: "reads", step: 0 }
  evidence.write({ kind: "push", ...where, event: "page_view", message: { event: "page_view", page_path: "/" }, violations: [] })
  evidence.write({ kind: "request", ...where, from: "browser", method: "GET", url: "https://staging.shop.example/", query: {}, party: "site", cookies: [] })
  await evidence.seal()
  expect((await run("judge")).code).toBe(0)
  expect((await run("sign", "--role", "privacy-officer", "--key", "id.pem")).code).toBe(0)
}

describe("containers at Tag Manager, from the command line", () => {
  test("staging: says what it would do, does it when told to, has nothing to do the second time", async () => {
    const dry = await online("push", "--env", "staging", "--json")
    expect(JSON.parse(dry.out)).toMatchObject({ applied: false, container: "GTM-SHOPST1", workspace: "Tagwright", errors: [] })
    expect(standIn.received().every(({ method }) => method === "GET")).toBe(true)
    const done = await online("push", "--env", "staging", "--apply")
    expect(done.out).toMatch(/changes in the workspace Tagwright of GTM-SHOPST1; nothing is live yet/)
    expect(done.err).toMatch(/sending \d+ changes \(2 of \d, about \d+ s left\)/)
    expect((await online("push", "--env", "staging", "--apply")).out).toMatch(/nothing to do/)
    const preview = await online("preview-diff", "--env", "staging", "--json")
    expect(preview.code).toBe(1)
    expect(JSON.parse(preview.out)).toMatchObject({ live: null, errors: [] })
    expect((await online("version", "--env", "staging")).out).toMatch(/compiles. Say --apply/)
    expect((await online("version", "--env", "staging", "--apply")).out).toMatch(/version 2 of GTM-SHOPST1 is made/)
    expect(standIn.live("GTM-SHOPST1")).toBeUndefined()
    expect((await online("publish", "2", "--env", "staging")).out).toMatch(/may go live/)
    expect((await online("publish", "2", "--env", "staging", "--apply")).out).toMatch(/version 2 of GTM-SHOPST1 is live/)
    expect(standIn.live("GTM-SHOPST1")).toBe("2")
  })

  test("production: nothing is written without an approved decision", async () => {
    const before = standIn.received().length
    for (const argv of [["push", "--apply"], ["publish", "1", "--apply"]]) {
      const refused = await production(argv[0] ?? "", ...argv.slice(1))
      expect(refused.code).toBe(2)
      expect(refused.err).toMatch(/There is no bundle|no decision/)
    }
    expect(standIn.received().slice(before).every(({ method }) => method === "GET")).toBe(true)
    const unknown = await online("publish", "1", "--container", "GTM-SHOPPR1", "--apply", "--config", "tagwright.plan.json")
    expect(unknown.code).toBe(2)
  })

  test("deploy → edit at Tag Manager → drift → roll back → restore", async () => {
    await judgeAndSign()
    expect((await production("push", "--apply")).code).toBe(0)
    expect((await production("version", "--name", "Release 1", "--apply")).out).toMatch(/version 2 of GTM-SHOPPR1/)
    expect((await production("publish", "2", "--apply")).out).toMatch(/version 2 of GTM-SHOPPR1 is live/)

    await production("backup")
    expect((await run("gtm", "drift", "gtm-backups/GTM-SHOPPR1/v2.json")).code).toBe(0)

    await editByHand("GTM-SHOPPR1", (tag) => ({ ...tag, name: `${tag.name} (edited)`, paused: true }))
    expect(standIn.live("GTM-SHOPPR1")).toBe("3")
    await production("backup")
    const drift = await run("gtm", "drift", "gtm-backups/GTM-SHOPPR1/v3.json")
    expect(drift.code).toBe(1)
    expect(drift.out).toMatch(/\(edited\)/)
    const refused = await production("publish", "3", "--apply")
    expect(refused.err).toMatch(/version 3 is not what was approved/)

    expect((await production("rollback")).out).toMatch(/version 2 .* would go live again/)
    expect((await production("rollback", "--apply")).out).toMatch(/version 2 of GTM-SHOPPR1 is live again/)
    expect(standIn.live("GTM-SHOPPR1")).toBe("2")

    const dry = await production("restore", "3")
    expect(dry.out).toMatch(/would bring version 3 back: \d+ calls/)
    expect((await production("restore", "3", "--apply")).out).toMatch(/version 4 of GTM-SHOPPR1 is live; it is proven to do what version 3 did/)
    expect((await production("restore", "2", "--apply")).out).toMatch(/version 5 of GTM-SHOPPR1 is live; it is proven to do what version 2 did/)
    await production("backup")
    expect((await run("gtm", "drift", "gtm-backups/GTM-SHOPPR1/v5.json")).code).toBe(0)
    expect(readdirSync(join(folder, "gtm-backups/GTM-SHOPPR1")).filter((name) => /^v\d+\.json$/.test(name)).toSorted()).toEqual(["v2.json", "v3.json", "v4.json", "v5.json"])
    expect(JSON.parse((await production("backup", "--list", "--json")).out).backups).toHaveLength(4)
  })

  test("a backup is an export that every other verb reads", async () => {
    const file = "gtm-backups/GTM-SHOPPR1/v2.json"
    expect((await run("gtm", "lint", file)).code).toBe(0)
    expect((await run("gtm", "normalize", file)).out).toBe(readFileSync(join(folder, file), "utf8"))
  })

  test("tells what is missing in one line and never a secret", async () => {
    const io = { GTM_API_URL: "https://elsewhere.example", GTM_ACCESS_TOKEN: "s3cr3t" }
    for (const [env, words] of [[{}, /GOOGLE_APPLICATION_CREDENTIALS/], [io, /no address of this machine/]] as const) {
      let err = ""
      const code = await main(["gtm", "backup", "--container", "GTM-AAAA"], { out: () => {}, err: (text) => void (err += text), stdin: async () => "", cwd: tmpdir(), env, interactive: false, color: false, signal: new AbortController().signal })
      expect(code).toBe(2)
      expect(err).toMatch(words)
      expect(err.trim().split("\n")).toHaveLength(1)
      expect(err).not.toContain("s3cr3t")
    }
    expect((await online("push")).err).toMatch(/no container is named.*--env ENVIRONMENT or --container/)
    expect((await online("push", "--env", "nowhere")).err).toMatch(/Use --env with one of staging, production/)
    expect((await online("publish", "--env", "staging")).err).toMatch(/number of one version/)
    expect(existsSync(join(folder, "gtm-backups/GTM-AAAA"))).toBe(false)
  })
})
