import { DatabaseSync } from "node:sqlite"
import fc from "fast-check"
import { describe, expect, it, onTestFinished } from "vitest"
import { startPeer } from "../helpers/peer.ts"
import { batch, dataFolder, settled, TOKEN, until } from "../helpers/server.ts"
import { serverPlan, shopInput } from "../helpers/plan.ts"
import { createHandles } from "../../src/ops/handles.ts"
import { briefly } from "../../src/ops/views/briefly.ts"
import { csvLine } from "../../src/ops/views/csv.ts"
import { openSqliteBrowse } from "../../src/store/sqlite/browse/open-browse.ts"
import { databaseFile } from "../../src/store/sqlite/store.ts"
import { startOps, type Visitor } from "./people.ts"

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])
const items = async (who: Visitor, path: string) => listOf((await who.get(path)).body["items"])

describe("lists", () => {
  it("page on by keys: every row once, newest first, whatever the page's length and whatever arrives meanwhile", async () => {
    const ops = await startOps()
    const viewer = ops.script
    for (let round = 0; round < 4; round += 1) await ops.post("/collect", batch(Array.from({ length: 25 }, (_, index) => ({ id: `e${round}-${index}` }))))
    for (const limit of [1, 7, 50, 100]) {
      const seen: number[] = []
      let next: unknown
      do {
        const page = await viewer.get(`/ops/api/log/events?limit=${limit}${next === undefined ? "" : `&before=${String(next)}`}`)
        seen.push(...listOf(page.body["items"]).map(({ seq }) => Number(seq)))
        next = page.body["next"]
        if (limit === 50) await ops.post("/collect", batch([{ id: `late-${String(next)}` }]))
      } while (next !== undefined)
      const whole = seen.filter((seq) => seq <= 100)
      expect(whole).toEqual(Array.from({ length: 100 }, (_, index) => 100 - index))
    }
  })

  it("keep to their filter", async () => {
    const ops = await startOps()
    const viewer = ops.script
    await ops.post("/collect", batch([{ id: "a" }, { id: "b", name: "lead_submit", params: { form_id: "lead" } }]))
    await settled(ops, 2)
    expect((await items(viewer, "/ops/api/log/events?event=lead_submit")).map(({ id }) => id)).toEqual(["b"])
    expect(await items(viewer, "/ops/api/log/events?source=stripe")).toEqual([])
    expect(await items(viewer, "/ops/api/log/events?test=yes")).toEqual([])
    expect((await items(viewer, "/ops/api/log/deliveries?destination=crm")).map(({ event }) => event)).toEqual(["lead_submit"])
    expect(await items(viewer, "/ops/api/log/deliveries?destination=crm&state=pending")).toEqual([])
  })
})

describe("one person", () => {
  it("is masked for a viewer and known to an operator; the handle leads both to the same way", async () => {
    const ops = await startOps()
    const [viewer, operator] = [await ops.as("viewer"), await ops.as("operator")]
    const landing = "https://shop.example/?utm_source=podcast&gclid=click-of-somebody"
    await ops.post("/collect", batch([{ id: "a", name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example" }, page: { url: "https://shop.example/?q=secret" } }], { last_touch: { at: Date.now(), landing, params: { utm_source: "podcast", gclid: "click-of-somebody" } } }))
    const [event] = await items(viewer, "/ops/api/log/events")
    const handle = String(event?.["person"])
    const [masked, open] = [await viewer.get(`/ops/api/people/${handle}`), await operator.get(`/ops/api/people/${handle}`)]
    const [maskedEvent, openEvent] = [await viewer.get(`/ops/api/log/events/${String(event?.["seq"])}`), await operator.get(`/ops/api/log/events/${String(event?.["seq"])}`)]
    for (const secret of ["lead-1", "111.222", "click-of-somebody", "q=secret"]) {
      expect(JSON.stringify([masked.body, maskedEvent.body])).not.toContain(secret)
      expect(JSON.stringify([open.body, openEvent.body])).toContain(secret)
    }
    for (const answer of [masked, open, maskedEvent, openEvent]) expect(JSON.stringify(answer.body)).not.toContain("ada@buyer")
    expect(listOf(masked.body["steps"]).map(({ kind }) => kind)).toEqual(expect.arrayContaining(["visit", "choice", "event"]))
    expect(JSON.stringify((await ops.get("/ops/api/audit")) ?? "")).toContain('"action":"person_viewed"')
    expect((await viewer.get("/ops/api/people/bGVhZC0x")).status).toBe(404)
  })

  it("has a handle that is reversible here alone, and always the same", () => {
    const db = new DatabaseSync(":memory:")
    db.exec("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
    const other = new DatabaseSync(":memory:")
    other.exec("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
    const [ours, theirs] = [createHandles(db), createHandles(other)]
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (lead, at) => {
        const handle = ours.of(lead)
        expect(ours.leadOf(handle)).toBe(Buffer.from(lead).toString())
        expect(createHandles(db).of(lead)).toBe(handle)
        expect(theirs.leadOf(handle)).toBeUndefined()
        const bytes = Buffer.from(handle, "base64url")
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1
        expect(ours.leadOf(bytes.toString("base64url"))).toBeUndefined()
      }),
    )
  })
})

describe("deliveries", () => {
  it("tell every attempt: what failed on the way, and what became of it", async () => {
    const statuses = [503, 503]
    const peer = await startPeer(() => ({ status: statuses.shift() ?? 200 }))
    onTestFinished(peer.close)
    const plan = serverPlan({ ...shopInput, destinations: { ...shopInput.destinations, hook: { ...shopInput.destinations.hook, url: peer.url } }, events: { ...shopInput.events, lead_submit: { ...shopInput.events.lead_submit, to: ["hook"] } } })
    const ops = await startOps({ plan, retryWaitsMs: [10, 10, 10] })
    const viewer = ops.script
    await ops.post("/collect", batch([{ id: "a", name: "lead_submit", params: { form_id: "lead" } }]))
    await settled(ops, 1)
    const [row] = await items(viewer, "/ops/api/log/deliveries")
    const detail = await viewer.get(`/ops/api/log/deliveries/${String(row?.["id"])}`)
    expect(detail.body).toMatchObject({
      state: "delivered",
      attempts: 3,
      tries: [
        { attempt: 1, outcome: "retry", reason: "http_503", status: 503 },
        { attempt: 2, outcome: "retry", reason: "http_503", status: 503 },
        { attempt: 3, outcome: "delivered", status: 200 },
      ],
    })
  })

  it("that died stand by cause on the overview, until they are replayed", async () => {
    const ops = await startOps({ secrets: () => undefined })
    const operator = ops.script
    await ops.post("/collect", batch([{ id: "a", name: "lead_submit", params: { form_id: "lead" }, personal: { email: "ada@buyer.example" } }]))
    await settled(ops, 2)
    const overview = await operator.get("/ops/api/overview")
    expect(listOf(overview.body["attention"])).toEqual(expect.arrayContaining([expect.objectContaining({ title: "1 dead letter for crm: secret_missing", tone: "bad", href: "/ops/deliveries?state=dead&destination=crm&reason=secret_missing" })]))
    expect(listOf(overview.body["checks"])).toEqual(expect.arrayContaining([expect.objectContaining({ id: "secrets", tone: "warn", detail: expect.stringContaining("HUBSPOT_TOKEN") })]))
    expect((await operator.get("/ops/api/dead-letters")).body).toMatchObject({ groups: expect.arrayContaining([expect.objectContaining({ destination: "crm", reason: "secret_missing", reasonClass: "ours", count: 1 })]) })
    // Only what died since the outage began; what the other choices say still counts.
    expect((await operator.post("/ops/api/deliveries/replay", { since: Date.now() + 60_000 })).body).toEqual({ replayed: 0 })
    expect((await operator.post("/ops/api/deliveries/replay", { since: 1, destination: "nowhere" })).body).toEqual({ replayed: 0 })
    expect((await operator.post("/ops/api/deliveries/replay", { since: 1, destination: "crm", reason: "secret_missing" })).body).toEqual({ replayed: 1 })
  })
})

describe("consent", () => {
  it("is counted per day and category, with what it held back", async () => {
    const ops = await startOps()
    const viewer = ops.script
    for (const [lead, marketing] of [["x", true], ["y", false], ["z", false]] as const)
      await ops.post("/collect", batch([{ id: lead, name: "lead_submit", params: { form_id: "lead" } }], { lead_id: lead, consent: { necessary: true, analytics: true, marketing } }))
    const { body } = await viewer.get("/ops/api/consent?days=7")
    expect(body["choices"]).toEqual([{ day: new Date().toISOString().slice(0, 10), made: 3, allowed: { necessary: 3, analytics: 3, marketing: 1 } }])
    expect(body["withheld"]).toEqual([{ destination: "letter", reason: "consent_denied", count: 2 }])
  })
})

describe("exports", () => {
  it("hold what the list holds, and nothing in them runs in a spreadsheet", async () => {
    const ops = await startOps()
    await ops.post("/collect", batch([{ id: "-2-3" }, { id: "plain" }]))
    const answer = await fetch(`${ops.url}/ops/api/export/events`, { headers: { authorization: `Bearer ${TOKEN}` } })
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="events.csv"')
    const lines = (await answer.text()).split("\r\n")
    expect(lines).toHaveLength(4)
    expect(lines.join("\n")).toContain(`,"'-2-3",`)
    expect(lines.join("\n")).toContain(`,"plain",`)
    expect(lines.join("\n")).not.toContain("lead-1")
    expect((await ops.visitor().get("/ops/api/export/events")).status).toBe(401)
  })

  it("never begin a cell with what starts a formula", () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.string().map((text) => `=${text}`), fc.integer()), { minLength: 1 }), (values) => {
        const line = csvLine(values)
        expect(line.endsWith("\r\n")).toBe(true)
        for (const [, text = ""] of line.matchAll(/(?:^|,)"((?:[^"]|"")*)"/g)) expect(text).not.toMatch(/^[=+\-@\t\r]/)
      }),
    ))
})

describe("live", () => {
  it("says that something changed, to those who are signed in", async () => {
    const ops = await startOps()
    expect((await ops.visitor().get("/ops/api/pulse")).status).toBe(401)
    const ended = new AbortController()
    const stream = await fetch(`${ops.url}/ops/api/pulse`, { headers: { authorization: `Bearer ${TOKEN}` }, signal: ended.signal })
    let heard = ""
    void stream.body?.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write: (text) => void (heard += text) })).catch(() => undefined)
    await until(() => heard, (text) => text.includes("retry"))
    await ops.post("/collect", batch([{ id: "a" }]))
    await until(() => heard, (text) => text.includes("event: changed"))
    expect(heard).not.toContain("page_view")
    ended.abort()
  })
})

describe("a query that overruns", () => {
  it("is ended and says so; the next one is answered", async () => {
    const data = dataFolder()
    const ops = await startOps({ data })
    await ops.post("/collect", batch([{ id: "a" }]))
    const browse = openSqliteBrowse(databaseFile(data), 0)
    await expect(browse.ask("deadGroups")).rejects.toMatchObject({ status: 503, reason: "query_too_slow" })
    await browse.close()
    const patient = openSqliteBrowse(databaseFile(data))
    expect(await patient.ask("deadGroups")).toEqual([])
    await patient.close()
  })
})

describe("a look that many share", () => {
  it("is taken once within its time, again after it, and again when it failed", async () => {
    let now = 1_000
    let looks = 0
    let broken = false
    const look = briefly({ now: () => now, after: () => () => undefined }, 100, async () => {
      looks += 1
      if (broken) throw new Error("broken")
      return looks
    })
    expect(await Promise.all([look(), look()])).toEqual([1, 1])
    now += 99
    expect(await look()).toBe(1)
    now += 1
    expect(await look()).toBe(2)
    now -= 50
    expect(await look()).toBe(3)
    now += 500
    broken = true
    await expect(look()).rejects.toThrow("broken")
    broken = false
    expect(await look()).toBe(5)
  })
})
