import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { backUp, verifyBackup } from "../src/index.ts"
import { batch, dataFolder, SECRETS, settled, startTestServer } from "./helpers/server.ts"
import { buy, startWithVendors, writes } from "./helpers/vendors.ts"

describe("K11 K13 reconciliation", () => {
  it("finds payments whose webhooks never came, and counts each once", async () => {
    const { standIns, start } = await startWithVendors({ secrets: (name) => (name === "STRIPE_API_KEY" ? "sk_test_reader" : SECRETS[name]) })
    const { ga4, meta, hubspot, mailerlite, stripe } = standIns.urls
    const server = await start({ vendors: { ga4, meta, hubspot, mailerlite, stripe } })
    await server.post("/collect", batch([{ id: "view" }]))
    await buy(standIns, "card")
    await settled(server, 4)
    standIns.control.holdWebhooks()
    await buy(standIns, "card")
    await standIns.control.refund("partial")
    const report: unknown = await (await server.ops("/ops/api/reconcile/stripe", {})).json()
    expect(report).toMatchObject({ atProvider: 3, recorded: 1, backfilled: [expect.stringMatching(/^cs_/), expect.stringMatching(/^re_/)] })
    // The messages come after all.
    await standIns.control.releaseWebhooks()
    await settled(server, 8)
    const sent = JSON.stringify(writes(standIns, "ga4").map((one) => one.body))
    expect(sent.match(/"name":"purchase"/g)).toHaveLength(2)
    expect(sent.match(/"name":"refund"/g)).toHaveLength(1)
    expect(await (await server.ops("/ops/api/reconcile/stripe", {})).json()).toMatchObject({ atProvider: 3, recorded: 3, backfilled: [] })
  })
})

describe("R3 backup", () => {
  it("of a running server is whole, and never overwrites", async () => {
    const data = dataFolder()
    const server = await startTestServer({ data })
    await server.post("/collect", batch([{ id: "a" }, { id: "b" }]))
    const file = join(data, "backup.sqlite")
    expect(await backUp(data, file)).toEqual({ file, events: 2 })
    expect(verifyBackup(file).events).toBe(2)
    await expect(backUp(data, file)).rejects.toThrow("exists already")
  })
})
