import fc from "fast-check"
import { describe, expect, it, onTestFinished } from "vitest"
import { Webhook } from "standardwebhooks"
import { createBreaker } from "../src/delivery/breaker.ts"
import { guardedLookup, isForbidden, literalForbidden } from "../src/delivery/guarded-lookup.ts"
import { outcomeOf, parseRetryAfter, restAsked } from "../src/delivery/outcome.ts"
import { nextWait, WAITS_MS } from "../src/delivery/schedule.ts"
import { isSafeSqlite } from "../src/store/sqlite/open.ts"
import { refuseNetworkFileSystem } from "../src/store/sqlite/lock.ts"
import { crashPlan } from "./crash/plan.ts"
import { startPeer, type PeerReply, type PeerRequest } from "./helpers/peer.ts"
import { batch, deliveriesOf, SECRETS, settled, startTestServer, until } from "./helpers/server.ts"
import { sendStripe, stripeEvent } from "./helpers/stripe.ts"
import { shopInput, serverPlan } from "./helpers/plan.ts"

const MINUTE_MS = 60_000

describe("T4 when to try again", () => {
  it("waits as Standard Webhooks recommends, within the jitter, then gives up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WAITS_MS.length }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const wait = nextWait(tries, undefined, { random: () => random, waitsMs: WAITS_MS }) ?? 0
        const base = WAITS_MS[tries - 1] ?? 0
        expect(wait).toBeGreaterThanOrEqual(base * 0.8 - 1)
        expect(wait).toBeLessThanOrEqual(base * 1.2 + 1)
      }),
    )
    expect(nextWait(WAITS_MS.length + 1, undefined, { random: () => 0.5, waitsMs: WAITS_MS })).toBeUndefined()
  })
  it("honours Retry-After, but nobody can park us for ever", () => {
    const patience = { random: () => 0.5, waitsMs: WAITS_MS }
    expect(nextWait(2, 8 * MINUTE_MS, patience)).toBe(8 * MINUTE_MS)
    expect(nextWait(2, 1_000, patience)).toBe(5 * MINUTE_MS)
    expect(nextWait(2, 90 * MINUTE_MS, patience)).toBe(10 * MINUTE_MS)
    expect(parseRetryAfter("120", 0)).toBe(120_000)
    expect(parseRetryAfter(new Date(30_000).toUTCString(), 0)).toBe(30_000)
    expect(parseRetryAfter("soon", 0)).toBeUndefined()
  })
  it.each([
    [200, "delivered"],
    [408, "retry"],
    [409, "retry"],
    [425, "retry"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
    [410, "gone"],
    [400, "dead"],
    [401, "dead"],
    [302, "dead"],
  ])("a %s means %s", (status, kind) => expect(outcomeOf({ status }, 0).kind).toBe(kind))
  it("says whose fault a refusal is", () => {
    expect(outcomeOf({ status: 401 }, 0)).toMatchObject({ reasonClass: "ours" })
    expect(outcomeOf({ status: 422 }, 0)).toMatchObject({ reasonClass: "data" })
  })
})

describe("T4 the circuit breaker", () => {
  const fail = (breaker: ReturnType<typeof createBreaker>, times: number, at: number) => {
    for (let index = 0; index < times; index++) breaker.record(false, at)
  }
  it("opens on many failures, lets one probe through after the pause, and closes when it succeeds", () => {
    const breaker = createBreaker()
    fail(breaker, 9, 0)
    expect(breaker.state(0)).toBe("closed")
    fail(breaker, 1, 0)
    expect(breaker.state(0)).toBe("open")
    expect(breaker.allow(5, 5_000)).toBe(0)
    expect(breaker.allow(5, 10_000)).toBe(1)
    expect(breaker.allow(5, 10_000)).toBe(0)
    breaker.record(true, 10_100)
    expect(breaker.allow(5, 10_100)).toBe(5)
  })
  it("pauses twice as long when the probe fails, up to five minutes", () => {
    const breaker = createBreaker()
    fail(breaker, 10, 0)
    let now = breaker.reopensAt() ?? 0
    const pauses: number[] = []
    for (let index = 0; index < 8; index++) {
      breaker.allow(1, now)
      breaker.record(false, now)
      pauses.push((breaker.reopensAt() ?? 0) - now)
      now = breaker.reopensAt() ?? 0
    }
    expect(pauses).toEqual([20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000, 300_000])
  })
  it("opens on twenty failures in a row, however much went well before", () => {
    const breaker = createBreaker()
    for (let index = 0; index < 1_000; index++) breaker.record(true, 0)
    fail(breaker, 19, 0)
    expect(breaker.state(0)).toBe("closed")
    fail(breaker, 1, 0)
    expect(breaker.state(0)).toBe("open")
  })
  it("rests as long as the peer asks, at most five minutes, and then lets one through", () => {
    const breaker = createBreaker()
    breaker.rest(40_000, 0)
    breaker.rest(10_000, 0)
    expect([breaker.state(39_999), breaker.allow(5, 39_999), breaker.allow(5, 40_000), breaker.allow(5, 40_000)]).toEqual(["open", 0, 1, 0])
    breaker.rest(86_400_000, 40_000)
    expect(breaker.reopensAt()).toBe(40_000 + 5 * 60_000)
  })
  it("after a pause it widens with each success", () => {
    const breaker = createBreaker()
    expect(breaker.width()).toBe(Number.POSITIVE_INFINITY)
    fail(breaker, 10, 0)
    breaker.allow(1, 10_000)
    for (let index = 0; index < 4; index++) breaker.record(true, 10_000)
    expect([breaker.state(10_000), breaker.width()]).toEqual(["closed", 5])
  })
  it.each([
    [{ status: 429, retryAfter: "30" }, 30_000],
    [{ status: 503, retryAfter: "30" }, 30_000],
    [{ status: 500, retryAfter: "30" }, undefined],
    [{ status: 429 }, undefined],
    [{ status: 200, retryAfter: "30" }, undefined],
  ])("%j asks for a rest of %s ms", (answer, rest) => expect(restAsked(outcomeOf(answer, 0))).toBe(rest))
  it("never lets more out than asked for, and closed again means a clean memory", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ success: fc.boolean(), wait: fc.integer({ min: 0, max: 60_000 }) }), { maxLength: 60 }), (steps) => {
        const breaker = createBreaker()
        let now = 0
        for (const { success, wait } of steps) {
          now += wait
          const allowed = breaker.allow(3, now)
          expect(allowed).toBeLessThanOrEqual(breaker.state(now) === "half-open" ? 1 : 3)
          if (allowed > 0) breaker.record(success, now)
        }
      }),
    )
  })
})

describe("D3.5 addresses that a plan's URL may not reach", () => {
  it.each(["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "fd00::1", "fe80::1"])("%s", (address) => expect(isForbidden(address)).toBe(true))
  it.each(["93.184.216.34", "2606:2800:220:1::1"])("but %s is fine", (address) => expect(isForbidden(address)).toBe(false))
  it("one bad address among good ones refuses the host", async () => {
    const lookup = guardedLookup((_host, done) => done(null, [{ address: "93.184.216.34", family: 4 }, { address: "10.0.0.1", family: 4 }]))
    const error = await new Promise((resolve) => lookup("evil.example", { all: true }, (problem) => resolve(problem)))
    expect(error).toMatchObject({ code: "forbidden_address" })
  })
  it("nor by writing the address itself", () => {
    for (const url of ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/"]) expect(literalForbidden(url), url).toBe(true)
  })
  it("a real server refuses such a webhook, as our mistake", async () => {
    const peer = await startPeer(() => ({ status: 200 }))
    onTestFinished(peer.close)
    const server = await startTestServer({ plan: crashPlan(peer.url), allowPrivateAddresses: false })
    await server.post("/collect", batch([{ id: "a" }]))
    expect(await settled(server, 1)).toMatchObject([{ state: "dead", reason: "forbidden_address", reasonClass: "ours" }])
    expect(peer.requests).toEqual([])
  })
})

const withHook = async (reply: (request: PeerRequest) => PeerReply | "hang", retryWaitsMs = [20, 20]) => {
  const peer = await startPeer(reply)
  onTestFinished(peer.close)
  const server = await startTestServer({ plan: crashPlan(`${peer.url}/hook`), retryWaitsMs })
  return { peer, server }
}

describe("D3.3 deliveries", () => {
  it("are signed as Standard Webhooks says, with the same id at every attempt", async () => {
    let refusals = 2
    const { peer, server } = await withHook(() => ({ status: refusals-- > 0 ? 503 : 200 }))
    await server.post("/collect", batch([{ id: "event-1" }]))
    expect(await settled(server, 1)).toMatchObject([{ state: "delivered", attempts: 3 }])
    expect(peer.requests.map((request) => request.headers["webhook-id"])).toEqual(["event-1", "event-1", "event-1"])
    const last = peer.requests.at(-1)
    const headers = Object.fromEntries(["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, String(last?.headers[name])]))
    expect(new Webhook(SECRETS["HOOK_SECRET"] ?? "").verify(JSON.stringify(last?.body), headers)).toMatchObject({ type: "page_view", data: { lead_id: "lead-1", test_mode: false } })
  })

  it("end as dead letters when the schedule is over; a replay sends the same event again", async () => {
    let isUp = false
    const { server } = await withHook(() => ({ status: isUp ? 200 : 500, body: { told: "ada@buyer.example" } }))
    await server.post("/collect", batch([{ id: "event-1" }]))
    const [dead] = await settled(server, 1)
    expect(dead).toMatchObject({ state: "dead", attempts: 3, reason: "http_500", reasonClass: "theirs" })
    const shown = JSON.stringify(await server.get(`/ops/api/deliveries/${dead?.id}`))
    expect(shown).toContain("[email]")
    expect(shown).not.toContain("ada@")
    isUp = true
    expect(await (await server.ops("/ops/api/deliveries/replay", { destination: "hook" })).json()).toEqual({ replayed: 1 })
    expect(await settled(server, 1)).toMatchObject([{ state: "delivered", attempts: 4 }])
  })

  it("a refusal is a dead letter at once; discarding it keeps the record", async () => {
    const { peer, server } = await withHook(() => ({ status: 422 }))
    await server.post("/collect", batch([{ id: "event-1" }]))
    const [dead] = await settled(server, 1)
    expect(dead).toMatchObject({ state: "dead", attempts: 1, reasonClass: "data" })
    await server.ops("/ops/api/deliveries/discard", { ids: [dead?.id] })
    expect(await deliveriesOf(server)).toMatchObject([{ state: "withheld", reason: "discarded_by_operator" }])
    expect(peer.requests).toHaveLength(1)
  })

  it("410 stops a destination until an operator enables it; nothing is lost meanwhile", async () => {
    let isGone = true
    const { peer, server } = await withHook(() => ({ status: isGone ? 410 : 200 }))
    await server.post("/collect", batch([{ id: "event-1" }]))
    await settled(server, 1)
    await server.post("/collect", batch([{ id: "event-2" }]))
    expect((await deliveriesOf(server)).map((row) => row.state)).toEqual(["dead", "pending"])
    expect(peer.requests).toHaveLength(1)
    isGone = false
    await server.ops("/ops/api/destinations/hook/enable", {})
    await until(() => deliveriesOf(server), (rows) => rows[1]?.state === "delivered")
  })

  it("a redirect is followed by nobody", async () => {
    const { peer, server } = await withHook(() => ({ status: 302, headers: { location: "http://127.0.0.1:1/" } }))
    await server.post("/collect", batch([{ id: "event-1" }]))
    expect(await settled(server, 1)).toMatchObject([{ state: "dead", reason: "redirect_302", reasonClass: "ours" }])
    expect(peer.requests).toHaveLength(1)
  })

  it("webhooks and beacons are acknowledged while every destination hangs", async () => {
    const peer = await startPeer(() => "hang")
    onTestFinished(peer.close)
    const vendors = { ga4: peer.url, meta: peer.url, hubspot: peer.url, mailerlite: peer.url }
    const server = await startTestServer({ plan: serverPlan(shopInput), vendors })
    await server.post("/collect", batch([{ id: "view" }]))
    expect((await sendStripe(server, stripeEvent("checkout.session.completed", { id: "cs", payment_status: "paid", payment_intent: "pi", client_reference_id: "lead-1", amount_total: 100, currency: "eur" }))).status).toBe(200)
    await until(() => Promise.resolve(peer.requests.length), (count) => count > 0)
    expect((await server.post("/collect", batch([{ id: "next" }]))).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await peer.close()
  })

  it("our missing secret quarantines webhooks and asks for them again; once it is there they count", async () => {
    const secrets: Record<string, string | undefined> = { ...SECRETS, STRIPE_WEBHOOK_SECRET: undefined }
    const server = await startTestServer({ secrets: (name) => secrets[name] })
    const event = stripeEvent("checkout.session.completed", { id: "cs", payment_status: "paid", payment_intent: "pi", client_reference_id: "lead-1", amount_total: 100, currency: "eur" })
    const refused = await sendStripe(server, event)
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "60"])
    expect(JSON.stringify(await server.get("/ops/api/status"))).toContain('"state":"quarantined","count":1')
    secrets["STRIPE_WEBHOOK_SECRET"] = SECRETS["STRIPE_WEBHOOK_SECRET"]
    expect((await sendStripe(server, event)).status).toBe(200)
    await until(() => server.get("/ops/api/events"), (value) => JSON.stringify(value).includes("purchase"))
  })

  it("the inspection API is closed without the token", async () => {
    const server = await startTestServer()
    for (const path of ["/ops/api/events", "/ops/api/deliveries", "/ops/api/stream", "/ops/api/leads/x/export"]) expect((await fetch(`${server.url}${path}`)).status, path).toBe(401)
    const closed = await startTestServer({ adminToken: undefined })
    expect((await fetch(`${closed.url}/ops/api/events`)).status).toBe(404)
  })
})

describe("the ground the store stands on", () => {
  it.each([["3.51.2", false], ["3.51.3", true], ["3.53.4", true], ["3.7.17", false], ["4.0.0", true]])("SQLite %s: %s", (version, safe) => expect(isSafeSqlite(version)).toBe(safe))
  it("refuses network file systems", () => expect(() => refuseNetworkFileSystem("/mnt/nfs", () => 0x6969)).toThrow("lies on NFS"))
})
