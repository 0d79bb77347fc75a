import { vendors, type Vendor } from "@tagwright/stand-ins"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test, vi } from "vitest"
import { startLocalWorld } from "../src/world/local-world.ts"
import { compileIn, everyDestination, everywherePlan, links } from "./every-destination.ts"

test("T4 one purchase reaches every kind of destination, and none of it leaves the machine", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-destinations-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, "stand-ins.json"), JSON.stringify({ stripe: { links }, mailerlite: { groups: ["Letter"] } }))
  const { plan, serverPlan: content } = await compileIn(folder, everywherePlan())
  const serverPlan = join(folder, "plan.json")
  await writeFile(serverPlan, JSON.stringify(content))
  const world = await startLocalWorld({ plan, folder, serverPlan, environment: "staging", data: join(folder, "data"), siteUrl: "https://staging.shop.example", port: 0 })
  onTestFinished(world.close)
  const shared = { lead_id: "lead-1", client_id: "1234567890.1700000000", session_id: "1700000000", consent: { necessary: true, analytics: true, marketing: true }, test_mode: true }
  await fetch(`${world.server.url}/collect`, { method: "POST", headers: { origin: "https://staging.shop.example" }, body: JSON.stringify({ v: 1, sent: Date.now(), shared, events: [] }) })
  await fetch(`${world.standIns.urls.pay}/intensive`, { method: "POST", body: new URLSearchParams({ method: "card", client_reference_id: "lead-1" }), redirect: "manual" })

  const rows = async (): Promise<{ destination: string; state: string; reason?: string }[]> => {
    const answer = await fetch(`${world.server.url}/ops/api/deliveries`, { headers: { authorization: `Bearer ${world.server.adminToken}` } })
    const { deliveries }: { deliveries: { destination: string; state: string; reason?: string }[] } = await answer.json()
    return deliveries
  }
  await vi.waitFor(async () => expect((await rows()).filter(({ state }) => state !== "pending")).toHaveLength(everyDestination.length), { timeout: 60_000, interval: 200 })
  const outcomes = Object.fromEntries((await rows()).map(({ destination, state, reason }) => [destination, state === "delivered" ? state : `${state} ${reason}`]))
  expect(outcomes).toEqual({ ...Object.fromEntries(everyDestination.map(({ id }) => [id, "delivered"])), linkedin: "dead vendor_has_no_test_mode" })
  const refused = vendors.filter((vendor: Vendor) => world.standIns.received(vendor).some(({ verdict, status }) => verdict === "rejected" && status !== 404))
  expect(refused).toEqual([])
})
