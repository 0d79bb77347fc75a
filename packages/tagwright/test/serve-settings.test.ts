import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { ServerPlan } from "@tagwright/formats"
import { missingSecrets, readSettings, secretReader } from "../src/serve-settings.ts"

let folder = ""
const plan = { planDigest: "d", events: {}, site: { environments: { production: {}, staging: {} } }, destinations: { crm: { secret: "CRM_TOKEN" } }, webhooks: { stripe: { secret: "STRIPE_WEBHOOK_SECRET" } } }
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tagwright-settings-"))
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (options: Parameters<typeof readSettings>[0], env: Record<string, string> = {}, file = "") => {
  writeFileSync(join(folder, "settings.yaml"), file)
  return readSettings({ plan: "plan.json", data: "data", ...(file !== "" && { settings: "settings.yaml" }), ...options }, { cwd: folder, env })
}

describe("R4 settings of the server", () => {
  test("an option goes before the environment, that before the file, that before the default", () => {
    const file = "port: 1000\nhost: 0.0.0.0\nenvironment: staging\nlog: debug\n"
    expect(read({})).toMatchObject({ port: 8787, host: "127.0.0.1", environment: "production", log: "info", publicUrl: undefined, vendors: {} })
    expect(read({}, {}, file)).toMatchObject({ port: 1000, host: "0.0.0.0", environment: "staging", log: "debug" })
    expect(read({}, { TAGWRIGHT_PORT: "2000", TAGWRIGHT_GA4_URL: "http://127.0.0.1:1" }, file)).toMatchObject({ port: 2000, host: "0.0.0.0", vendors: { ga4: "http://127.0.0.1:1" } })
    expect(read({}, { TAGWRIGHT_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8" })).toMatchObject({ trustedProxies: ["127.0.0.1", "10.0.0.0/8"] })
    expect(() => read({}, { TAGWRIGHT_TRUSTED_PROXIES: "the proxy" })).toThrow('trusted_proxies has "the"')
    expect(read({ port: "0" }, { TAGWRIGHT_PORT: "2000" }, file)).toMatchObject({ port: 0 })
  })

  test("everything that is wrong is said at once", () => {
    writeFileSync(join(folder, "a-file"), "")
    const wrong = () => read({ environment: "prod", port: "x", data: "a-file/data" }, { TAGWRIGHT_LOG: "loud", TAGWRIGHT_PUBLIC_URL: "ftp://x", TAGWRIGHT_GOOGLE_ADS_URL: "nonsense" }, "prot: 80\nhost: [1]\n")
    for (const part of ['"prot", which is no setting', "host is not a text", 'no environment "prod" (it has production, staging)', 'port "x"', "cannot write into the data folder", 'log "loud"', "TAGWRIGHT_PUBLIC_URL is not", "TAGWRIGHT_GOOGLE_ADS_URL is not"]) expect(wrong).toThrow(part)
    expect(() => read({ plan: "nowhere.json", settings: "nowhere.yaml" })).toThrow(/cannot read the settings .*; cannot read the server plan/)
  })

  test("secrets come from the environment, from a file that the environment names, or from systemd; a changed file counts soon", () => {
    let now = 0
    writeFileSync(join(folder, "stripe"), "whsec_1\n")
    writeFileSync(join(folder, "CRM_TOKEN"), "crm\n")
    const secrets = secretReader({ DIRECT: "d", STRIPE_WEBHOOK_SECRET_FILE: join(folder, "stripe"), CREDENTIALS_DIRECTORY: folder }, () => now)
    expect([secrets("DIRECT"), secrets("STRIPE_WEBHOOK_SECRET"), secrets("CRM_TOKEN"), secrets("NOWHERE")]).toEqual(["d", "whsec_1", "crm", undefined])
    writeFileSync(join(folder, "stripe"), "whsec_2")
    now = 60_000
    expect(secrets("STRIPE_WEBHOOK_SECRET")).toBe("whsec_2")
  })

  test("secrets that nobody gave are named", () => {
    const some: Pick<ServerPlan, "destinations" | "webhooks" | "identity"> = JSON.parse(JSON.stringify({ ...plan, identity: { links: "LINK_KEY" } }))
    expect(missingSecrets(some, (name) => (name === "CRM_TOKEN" ? "x" : undefined))).toEqual(["LINK_KEY", "STRIPE_WEBHOOK_SECRET"])
  })
})
