import { kpiIds, type AttributionComparison, type FunnelReport, type KpiDetail, type KpiId, type KpiReport, type OperationRecord } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import type { Clock } from "../src/index.ts"
import { serverPlan, shopInput } from "./helpers/plan.ts"
import { batch, dataFolder, startTestServer, until, type TestServer } from "./helpers/server.ts"
import { paidSession, sendStripe, stripeEvent } from "./helpers/stripe.ts"

const plan = serverPlan({
  ...shopInput,
  events: {
    ...shopInput.events,
    lead_submit: { ...shopInput.events.lead_submit, keyEvent: true, critical: true },
    purchase: { ...shopInput.events.purchase, keyEvent: true, critical: true },
  },
})
const DAY_MS = 86_400_000

/** The system's time, moved by a test. */
const movable = (): Clock & { shift: (ms: number) => void } => {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    shift: (ms) => void (ahead += ms),
  }
}

const ask = async <T extends object>(server: TestServer, path: string, isIt: (value: object) => value is T): Promise<T> => {
  const value = await server.get(path)
  if (typeof value === "object" && value !== null && isIt(value)) return value
  throw new Error(`${path} answered ${JSON.stringify(value)}`)
}
const isReport = (value: object): value is KpiReport => "kpis" in value
const isDetail = (value: object): value is KpiDetail => "kpi" in value
const isFunnel = (value: object): value is FunnelReport => "steps" in value
const isComparison = (value: object): value is AttributionComparison => "models" in value
const report = (server: TestServer) => ask(server, "/ops/api/kpis?days=30", isReport)
const figure = async (server: TestServer, id: KpiId) => {
  const found = (await report(server)).kpis.find((one) => one.id === id)
  if (found === undefined) throw new Error(`${id} is not in the report`)
  return found
}
const start = (options: Parameters<typeof startTestServer>[0] = {}) => startTestServer({ plan, vendors: {}, ...options })
const add = (server: TestServer, records: OperationRecord[]) => server.ops("/ops/api/operations", { records })

describe("K figures", () => {
  it("an empty store knows nothing, and says so instead of 100 %", async () => {
    const { kpis, data } = await report(await start())
    expect(kpis.map(({ id }) => id)).toEqual(kpiIds)
    expect(data).toBe("production")
    for (const { value, status, trend } of kpis) expect([value, status, trend.length]).toEqual([null, "unknown", 31])
  })

  it("K2 counts what does not fit the plan, and leads to it", async () => {
    const server = await start()
    await server.post("/collect", batch([...Array.from({ length: 98 }, (_, index) => ({ id: `good-${index}` })), { id: "bad", name: "lead_submit", params: { form_id: "nonsense" } }, { id: "bare", name: "lead_submit" }]))
    expect(await figure(server, "K2")).toMatchObject({ good: 98, of: 100, status: "missed", missed: 2, value: 0.98 })
    const { misses } = await ask(server, "/ops/api/kpis/K2?offset=1&limit=10", isDetail)
    expect(misses).toEqual([{ kind: "quarantined", id: "bad", at: expect.any(Number), why: "lead_submit does not fit the plan: not_allowed:form_id" }])
    // Both were critical events.
    expect(await figure(server, "K1")).toMatchObject({ good: 0, of: 2, status: "missed" })
  })

  it("P5 test data is in no figure of production, whichever way it got in", async () => {
    const data = dataFolder()
    const server = await start({ data })
    await server.post("/collect", batch([{ id: "real" }]))
    await server.post("/collect", batch([{ id: "test" }], { test_mode: true }))
    expect(await report(server)).toMatchObject({ leftOut: 1 })
    expect(await figure(server, "K2")).toMatchObject({ good: 1, of: 1 })
    await server.close()
    // A row that nobody should have been able to write.
    const db = new DatabaseSync(join(data, "tagwright.sqlite"))
    db.exec("UPDATE event SET test_mode = 1 WHERE id = 'real'")
    db.close()
    const again = await start({ data })
    expect(await report(again)).toMatchObject({ leftOut: 2 })
    for (const { of } of (await report(again)).kpis) expect(of).toBe(0)
  })

  it("a test environment counts its own data and calls it test data", async () => {
    const server = await start({ environment: "staging" })
    await server.post("/collect", batch([{ id: "a" }], { test_mode: true }))
    expect(await report(server)).toMatchObject({ data: "test", leftOut: 0 })
    expect(await figure(server, "K2")).toMatchObject({ good: 1, of: 1, status: "met" })
  })

  it("K3, K4, K13 follow a payment to the person and the campaign; K14 sees the way", async () => {
    const server = await start()
    const touch = { at: Date.now() - 1000, landing: "https://shop.example/?utm_source=letter", params: { utm_source: "letter", utm_medium: "email", utm_campaign: "may" } }
    await server.post("/collect", batch([{ id: "v" }, { id: "l", name: "lead_submit", params: { form_id: "lead" } }], { first_touch: touch, last_touch: touch }))
    await sendStripe(server, stripeEvent("checkout.session.completed", paidSession({ id: "cs_1", client_reference_id: "lead-1" })))
    await sendStripe(server, stripeEvent("checkout.session.completed", paidSession({ id: "cs_2", payment_intent: "pi_2", customer: "cus_2", customer_details: { email: "bo@buyer.example", name: "Bo Buyer" }, client_reference_id: "lead-nobody-knows" })))
    await until(async () => (await figure(server, "K13")).of, (of) => of === 2)
    expect(await figure(server, "K13")).toMatchObject({ good: 2, status: "met" })
    // The second payer was never seen in a browser: no visit, no channel, no consent. That is left out of K3, and missed by K4.
    expect(await figure(server, "K3")).toMatchObject({ good: 2, of: 2, excluded: [{ count: 1, why: expect.any(String) }] })
    expect(await figure(server, "K4")).toMatchObject({ good: 1, of: 2, missed: 1 })
    expect((await figure(server, "K14")).misses.map(({ id }) => id)).not.toContain("purchase")
    const funnel = await ask(server, "/ops/api/funnel?by=channel", isFunnel)
    expect(funnel.rows).toEqual([
      { value: "all", people: [1, 1, 1, 0] },
      { value: "Email", people: [1, 1, 1, 0] },
    ])
    const compared = await ask(server, "/ops/api/attribution/compare", isComparison)
    const sums = compared.models.map((_, index) => compared.rows.reduce((sum, row) => sum + (row.minor[index] ?? 0), 0))
    expect(new Set(sums).size).toBe(1)
    expect(sums[0]).toBeGreaterThan(0)
  })

  it("the funnel tells devices and consents apart", async () => {
    const server = await start()
    const phone = { "user-agent": "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36" }
    const desk = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36" }
    await server.post("/collect", batch([{ id: "a" }], { lead_id: "p1" }), phone)
    await server.post("/collect", batch([{ id: "b" }], { lead_id: "p2", consent: { necessary: true, analytics: true, marketing: false } }), desk)
    await server.post("/collect", batch([{ id: "c" }], { lead_id: "p3", consent: { necessary: true, analytics: false, marketing: false } }), desk)
    const first = async (by: string) => Object.fromEntries((await ask(server, `/ops/api/funnel?by=${by}`, isFunnel)).rows.map(({ value, people }) => [value, people[0]]))
    expect(await first("device")).toEqual({ all: 3, mobile: 1, desktop: 2 })
    expect(await first("consent")).toEqual({ all: 3, everything: 1, analytics: 1, none: 1 })
    expect(await server.get("/ops/api/funnel?by=shoe-size")).toMatchObject({ error: expect.stringContaining("by_unknown") })
  })

  it("K5 asks the stored choices again, not the queue", async () => {
    const data = dataFolder()
    const server = await start({ data, vendors: {} })
    await server.post("/collect", batch([{ id: "l", name: "lead_submit", params: { form_id: "lead" } }], { consent: { necessary: true, analytics: true, marketing: false } }))
    await server.close()
    const db = new DatabaseSync(join(data, "tagwright.sqlite"))
    db.exec("UPDATE delivery SET state = 'delivered', attempt = 1, settled_at = due_at + 60000 WHERE destination IN ('crm', 'letter')")
    db.close()
    const again = await start({ data, vendors: {} })
    const { kpi, misses } = await ask(again, "/ops/api/kpis/K5", isDetail)
    expect(kpi).toMatchObject({ status: "missed", missed: 1 })
    expect(misses).toMatchObject([{ kind: "delivery", why: "lead_submit went to letter although the choice in force did not allow it" }])
  })

  it("K6 to K10 come from the ledger of operations, K12 from the spend", async () => {
    const server = await start()
    const at = Date.now()
    await add(server, [
      { kind: "coverage", at, planDigest: "p", of: "monitoring", covered: ["server", "store"], missing: ["destination:crm"] },
      { kind: "coverage", at, planDigest: "p", of: "documentation", covered: ["alerts/ServerDown"], missing: [] },
      { kind: "coverage", at, planDigest: "p", of: "team", covered: ["ama/privacy-officer"], missing: ["tomasz/devops-lead"] },
      { kind: "deployment", at: at - 3000, release: "v1.0.0", environment: "production", outcome: "deployed", digest: "d1" },
      { kind: "deployment", at: at - 2000, release: "v1.1.0", environment: "production", outcome: "deployed", digest: "d2" },
      { kind: "deployment", at: at - 1000, release: "v1.1.0", environment: "production", outcome: "rolled-back", digest: "d2", live: "v1.0.0" },
    ])
    await server.ops("/ops/api/spend", { rows: [{ day: new Date(at).toISOString().slice(0, 10), source: "google", medium: "cpc", campaign: "may", currency: "EUR", minor: 10_000 }] })
    expect(await figure(server, "K6")).toMatchObject({ value: 2 / 3, status: "missed", misses: [{ id: "destination:crm" }] })
    expect(await figure(server, "K8")).toMatchObject({ value: 1, status: "met" })
    expect(await figure(server, "K9")).toMatchObject({ value: 0.5, misses: [{ id: "tomasz/devops-lead" }] })
    expect(await figure(server, "K10")).toMatchObject({ good: 1, of: 2, misses: [{ id: "v1.1.0", why: "v1.1.0 was rolled back" }] })
    expect(await figure(server, "K12")).toMatchObject({ value: 0, missed: 10_000 })
    // Said twice is said once.
    expect(await (await add(server, [{ kind: "coverage", at, planDigest: "p", of: "documentation", covered: ["alerts/ServerDown"], missing: [] }])).json()).toEqual({ added: 0 })
  })

  it("a figure of 40 days ago is out of the window, and its day is in a longer trend", async () => {
    const clock = movable()
    const server = await start({ clock })
    await server.post("/collect", batch([{ id: "old" }]))
    clock.shift(40 * DAY_MS)
    expect(await figure(server, "K2")).toMatchObject({ of: 0, value: null })
    const { kpi } = await ask(server, "/ops/api/kpis/K2?days=60", isDetail)
    expect(kpi.trend.filter(({ of }) => of > 0)).toHaveLength(1)
  })

  it("needs the operator's token", async () => {
    const server = await start()
    for (const path of ["/ops/api/kpis", "/ops/api/funnel", "/ops/api/alerts", "/ops/api/operations"]) expect((await fetch(`${server.url}${path}`)).status).toBe(401)
  })
})

