import { compilePlan } from "@tagwright/compiler"
import { bundlePaths } from "@tagwright/formats"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { type LocalWorld, startLocalWorld } from "../src/world/local-world.ts"
import { inspectServer } from "@tagwright/qa"

const studio = fileURLToPath(new URL("../../../examples/studio", import.meta.url))
const lead = "lead-that-survives-1"
let folder = ""
let world: LocalWorld

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-survival-"))
  const { plan, bundle } = await compilePlan(join(studio, "tagwright.plan.ts"))
  if (plan === undefined) throw new Error("the example does not compile")
  const serverPlan = join(folder, "plan.json")
  await writeFile(serverPlan, bundle.files.get(bundlePaths.serverPlan) ?? "")
  world = await startLocalWorld({ plan, folder: studio, serverPlan, environment: "staging", data: join(folder, "data"), siteUrl: "https://staging.northlight.example", port: 0 })
  await collect("checkout_start", { value: 240, currency: "EUR", items: [{ item_id: "intensive", price: 240, quantity: 1 }] })
})
afterAll(async () => {
  await world?.close()
  await rm(folder, { recursive: true, force: true })
})

const collect = async (name: string, params: Record<string, unknown>) => {
  const event = { id: `event-${name}`, name, at: Date.now(), page: { url: "https://staging.northlight.example/checkout/" }, params }
  const shared = { lead_id: lead, client_id: "1234567890.1700000000", session_id: "1700000000", consent: { necessary: true, analytics: true, marketing: true }, test_mode: true }
  const answer = await fetch(`${world.server.url}/collect`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://staging.northlight.example" },
    body: JSON.stringify({ v: 1, sent: Date.now(), shared, events: [event] }),
  })
  expect(await answer.json()).toMatchObject({ results: [{ verdict: "accepted" }] })
}

const payByCard = () => fetch(`${world.standIns.urls.pay}/test_studio_intensive?client_reference_id=${lead}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "method=card", redirect: "manual" })
const purchases = async () => {
  const { events, deliveries } = await inspectServer(() => world.server).ofLead(lead)
  return { stored: events.filter(({ name }) => name === "purchase"), delivered: deliveries.filter(({ event, destination, state }) => event === "purchase" && destination === "ga4" && state === "delivered") }
}
const purchasesAtGa4 = () => world.standIns.received("ga4").filter(({ body, verdict }) => verdict === "accepted" && JSON.stringify(body).includes('"purchase"'))

describe("T4 what the server survives", () => {
  test("killed between webhook and delivery: the purchase arrives once, with the browser's ids", async () => {
    world.standIns.control.flap("ga4", [503])
    const paid = await payByCard()
    expect(paid.status).toBeLessThan(400)
    await vi.waitFor(async () => expect((await purchases()).stored).toHaveLength(1), { timeout: 20_000 })
    expect(purchasesAtGa4()).toHaveLength(0)
    await world.restart()
    await vi.waitFor(() => expect(purchasesAtGa4()).toHaveLength(1), { timeout: 60_000, interval: 100 })
    expect(purchasesAtGa4()[0]?.body).toMatchObject({ client_id: "1234567890.1700000000" })
    await vi.waitFor(async () => expect((await purchases()).delivered).toHaveLength(1), { timeout: 20_000 })
  })

  test("a webhook that comes twice counts once", async () => {
    expect(await world.standIns.control.resend()).toBeLessThan(300)
    expect((await purchases()).stored).toHaveLength(1)
  })

  test("a webhook with a bad signature is refused, stored nowhere and disturbs nothing", async () => {
    const before = await purchases()
    expect(await world.standIns.control.forge()).toBe(401)
    expect((await purchases()).stored).toEqual(before.stored)
    expect((await fetch(`${world.server.url}/readyz`)).status).toBe(200)
  })
})
