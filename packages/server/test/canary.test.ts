import { describe, expect, it } from "vitest"
import type { Clock } from "../src/clock.ts"
import { batch, deliveriesOf, until, type TestServer } from "./helpers/server.ts"
import { startWithVendors } from "./helpers/vendors.ts"

const MINUTE_MS = 60_000
const PROBED = ["crm", "ga4", "letter", "pixel"]

/** Real time, that can be moved on; what is far off happens when it is asked for. */
const steeredClock = () => {
  let ahead = 0
  const far = new Set<{ ms: number; run(): void }>()
  const clock: Clock = {
    now: () => Date.now() + ahead,
    after: (ms, run) => {
      if (ms < MINUTE_MS) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      }
      const one = { ms, run }
      far.add(one)
      return () => far.delete(one)
    },
  }
  const everyFiveMinutes = (): void => {
    const due = [...far].filter(({ ms }) => ms === 5 * MINUTE_MS)
    expect(due).toHaveLength(1)
    for (const one of due) {
      far.delete(one)
      one.run()
    }
  }
  return { clock, everyFiveMinutes, pass: (ms: number) => void (ahead += ms) }
}

const canariesOf = async (server: TestServer) => (await deliveriesOf(server)).filter(({ event }) => event === "$canary").map(({ destination, state, reason = "" }) => [destination, state, reason]).toSorted()
const settledCanaries = (server: TestServer) => until(() => canariesOf(server), (rows) => rows.length === PROBED.length && rows.every(([, state]) => state !== "pending"))
const metric = async (server: TestServer, name: string): Promise<string[]> => (await (await fetch(`${server.url}/metrics`)).text()).split("\n").filter((line) => line.startsWith(name))
const ageAt = async (server: TestServer, destination: string): Promise<number> => Number((await metric(server, `tagwright_canary_age_seconds{destination="${destination}"}`))[0]?.split(" ")[1])

const start = async () => {
  const steered = steeredClock()
  const { standIns, start: startServer } = await startWithVendors({ clock: steered.clock })
  return { ...steered, standIns, server: await startServer() }
}

describe("R8 canaries go the whole way", () => {
  it("through the door, the log and the queue to every vendor that can be asked, and into no figure", async () => {
    const { server, standIns, everyFiveMinutes, pass } = await start()
    pass(20 * MINUTE_MS)
    expect(await ageAt(server, "crm")).toBeGreaterThanOrEqual(1200)
    everyFiveMinutes()
    expect(await settledCanaries(server)).toEqual(PROBED.map((destination) => [destination, "delivered", ""]))
    expect(standIns.received("hubspot").map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /crm/v3/objects/contacts?limit=1"])
    expect(standIns.received("ga4").map(({ path }) => path.split("?")[0])).toEqual(["/debug/mp/collect"])
    await until(() => ageAt(server, "crm"), (age) => age < 60)
    expect(await server.get("/ops/api/events")).toMatchObject({ events: [{ event: "$canary", testMode: true }] })
    expect(await server.get("/ops/api/kpis")).toMatchObject({ leftOut: 0 })
    expect(await metric(server, "tagwright_events_total{")).toEqual([])
    expect(await metric(server, "tagwright_delivery_attempts_total{")).toEqual([])
    pass(5 * MINUTE_MS)
    everyFiveMinutes()
    // The one before goes when the next one comes.
    await until(() => standIns.received("hubspot"), ({ length }) => length === 2)
    expect(await settledCanaries(server)).toHaveLength(PROBED.length)
  })

  it("one that a vendor refuses is no dead letter; when none arrives for a quarter of an hour somebody is told", async () => {
    const { server, standIns, everyFiveMinutes, pass } = await start()
    standIns.control.break("hubspot", 503)
    everyFiveMinutes()
    expect(await settledCanaries(server)).toEqual(PROBED.map((destination) => (destination === "crm" ? ["crm", "withheld", "canary_http_503"] : [destination, "delivered", ""])))
    pass(16 * MINUTE_MS)
    const firing = async () => JSON.stringify(await (await server.ops("/ops/api/watch", {})).json())
    const alerts = await firing()
    expect(alerts).toContain("watch.CanaryLate.crm")
    expect(alerts).not.toContain("DeadLetters")
    expect(await ageAt(server, "crm")).toBeGreaterThan(900)
  })

  it("nobody else's: without an id that we made it is an event that no plan has", async () => {
    const { server } = await start()
    const answer = await server.post("/collect", batch([{ name: "$canary", id: "somebody" }]))
    expect(await answer.json()).toMatchObject({ results: [{ verdict: "quarantined", reason: "unknown_event" }] })
    expect(await canariesOf(server)).toEqual([])
  })
})
