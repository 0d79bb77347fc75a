import { deadLetterPage } from "@tagwright/operations"
import { examples } from "@tagwright/server/destinations"
import { startServer } from "@tagwright/server"
import { startStandIns, type StandIns, type Vendor } from "@tagwright/stand-ins"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { isDeepStrictEqual } from "node:util"
import { describe, expect, test, type TestContext } from "vitest"
import { main } from "../src/cli.ts"
import { destinationSecrets, vendorSettings } from "../src/world/vendors.ts"
import { compileIn, everyDestination, everywherePlan, links, WAREHOUSE_TABLE } from "./every-destination.ts"
import { quietIo } from "./studio.ts"

/** Schedules of minutes and hours become this; the schedule itself has tests of its own. */
const RETRY_MS = 1_000
const RETRY_AFTER_S = 2
const PEER_TIMEOUT_MS = 2_000
/** Bound a failing run only: on a machine that does thirty things at once everything takes fifteen times as long. */
const PATIENCE_MS = 60_000
const LONGEST_MS = 600_000
const LOOK_AGAIN_MS = 100

/** What breaks the set-up of one destination: its vendor, or the variable of its secret. */
interface Target {
  standIns: StandIns
  vendor: Vendor
  secret: string
  /** Names of variables that are not there */
  missing: Set<string>
}
interface Fault {
  damage(target: Target): void | Promise<void>
  mend(target: Target): void | Promise<void>
  /** What the person reads */
  state: "dead" | "pending"
  reasonClass: "ours" | "theirs" | "data"
  reason: RegExp
  /** The destination has to be enabled again */
  enable?: true
}
const answering = (fault: Parameters<StandIns["control"]["break"]>[1]): Pick<Fault, "damage" | "mend"> => ({
  damage: ({ standIns, vendor }) => standIns.control.break(vendor, fault),
  mend: ({ standIns, vendor }) => standIns.control.calm(vendor),
})

/** Every fault for every destination; those of a group follow each other in one shop. */
const faults: Record<string, Record<string, Fault>> = {
  "is refused": {
    "our credentials (401)": { ...answering(401), state: "dead", reasonClass: "ours", reason: /^(http_401|tiktok_40105)$/ },
    "the event (400)": { ...answering(400), state: "dead", reasonClass: "data", reason: /^(http_400|tiktok_40002)$/ },
    "the secret's variable is missing": { damage: ({ missing, secret }) => void missing.add(secret), mend: ({ missing }) => missing.clear(), state: "dead", reasonClass: "ours", reason: /^secret_missing$/ },
  },
  "is put off": {
    "come later (429)": { ...answering({ status: 429, headers: { "retry-after": String(RETRY_AFTER_S) } }), state: "pending", reasonClass: "theirs", reason: /^(http_429|tiktok_40100)$/ },
    "a fault of the vendor (503)": { ...answering(503), state: "pending", reasonClass: "theirs", reason: /^http_503$/ },
    "gone for good (410)": { ...answering(410), state: "dead", reasonClass: "theirs", reason: /^gone$/, enable: true },
  },
  "gets no answer": {
    "the vendor hangs": { ...answering("hang"), state: "pending", reasonClass: "theirs", reason: /^timeout$/ },
    "the connection is cut": { ...answering("hang up"), state: "pending", reasonClass: "theirs", reason: /^(econnreset|und_err_socket)$/ },
    "nobody listens there": { damage: ({ standIns, vendor }) => standIns.control.leave(vendor), mend: ({ standIns, vendor }) => standIns.control.comeBack(vendor), state: "pending", reasonClass: "theirs", reason: /^econnrefused$/ },
  },
}

interface Row {
  id: number
  eventId: string
  destination: string
  state: string
  reason?: string
  reasonClass?: string
}
/** What changed something at a vendor; look-ups, preparations and tokens are left out. */
const isWrite = ({ method, path }: { method: string; path: string }): boolean => method !== "GET" && !/\/properties\/|\/api\/(fields|groups)|\/token$/.test(path)

/** The example shop with one destination of every type, their vendors, and a folder that nothing breaks. */
const openShop = async (onTestFinished: TestContext["onTestFinished"]) => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-drill-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const archive = join(folder, "archive")
  const { plan, serverPlan } = await compileIn(folder, everywherePlan({ archive: { type: "files", consent: "analytics", url: pathToFileURL(archive).href, seconds: 1 } }))
  let url: string | undefined
  const standIns = await startStandIns({
    ...vendorSettings(plan),
    links,
    livemode: true,
    webhookUrl: () => url && `${url}/webhooks/stripe`,
    webhookSecret: "whsec_drill",
    siteUrl: "https://shop.example",
    mailerlite: { groups: ["Letter"] },
  })
  onTestFinished(standIns.close)
  const secrets: Record<string, string> = { ...destinationSecrets(plan, standIns), STRIPE_WEBHOOK_SECRET: "whsec_drill" }
  const missing = new Set<string>()
  const server = await startServer({
    plan: serverPlan,
    environment: "production",
    data: join(folder, "data"),
    secrets: (name) => (missing.has(name) ? undefined : secrets[name]),
    vendors: Object.fromEntries(everyDestination.map(({ type, vendor }) => [type, standIns.urls[vendor]])),
    adminToken: "drill",
    retryWaitsMs: Array.from({ length: 20 }, () => RETRY_MS),
    peerTimeoutMs: PEER_TIMEOUT_MS,
    random: () => 0.5,
  })
  onTestFinished(server.close)
  url = server.url

  /** Types a command, as the guide says it. */
  const run = async (...words: string[]): Promise<{ code: number; out: string; err: string }> => {
    const io = { ...quietIo(folder), env: { TAGWRIGHT_SERVER: server.url, TAGWRIGHT_ADMIN_TOKEN: "drill" } }
    return { code: await main(words, io), ...io.said }
  }
  const type = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await run(...words)
    expect(code, `${words.join(" ")}: ${err}`).toBe(0)
    return out
  }
  const list = async (...words: string[]): Promise<Row[]> => JSON.parse(await type("deliveries", "list", "--json", ...words)).deliveries
  const buy = async (buyer: string): Promise<void> => {
    const shared = { lead_id: `lead-${buyer}`, client_id: `1.${buyer.length}`, session_id: "1700000000", consent: { necessary: true, analytics: true, marketing: true } }
    await fetch(`${server.url}/collect`, { method: "POST", headers: { origin: "https://shop.example" }, body: JSON.stringify({ v: 1, sent: Date.now(), shared, events: [] }) })
    await fetch(`${standIns.urls.pay}/intensive`, { method: "POST", body: new URLSearchParams({ method: "card", client_reference_id: `lead-${buyer}`, email: `${buyer}@buyer.example` }), redirect: "manual" })
  }
  /** How often a destination holds something of a purchase, by any of its names. */
  const timesAt = (id: string, vendor: Vendor, names: readonly string[]): number => {
    const has = (value: unknown): boolean => names.some((name) => JSON.stringify(value).includes(name))
    if (id === "files") return [...standIns.objects.values()].flatMap((bytes) => bytes.toString().trim().split("\n")).filter(has).length
    if (id === "table") return standIns.rows(WAREHOUSE_TABLE).filter(has).length
    return standIns.received(vendor).filter((one) => one.verdict === "accepted" && isWrite(one) && has([one.path, one.body])).length
  }
  /** Everything a purchase may be known by at a vendor. */
  const namesOf = async (): Promise<string[][]> => {
    const answer = await fetch(`${server.url}/ops/api/events`, { headers: { authorization: "Bearer drill" } })
    const { events }: { events: { id: string; leadId: string; params: Record<string, unknown> }[] } = await answer.json()
    return events.map(({ id, leadId, params }) => [id, String(params["transaction_id"]), `${leadId.replace("lead-", "")}@buyer.example`])
  }
  const archived = async (): Promise<string> => (await Promise.all((await readdir(archive, { recursive: true })).filter((name) => name.endsWith(".ndjson")).map((name) => readFile(join(archive, name), "utf8")))).join("")
  return { standIns, missing, run, type, list, buy, timesAt, archived, namesOf }
}
type Shop = Awaited<ReturnType<typeof openShop>>

/** Looks until what is seen is what is expected; says what was seen last. */
const expectSoon = async <T>(look: () => Promise<T>, expected: T): Promise<void> => {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const seen = await look()
    if (isDeepStrictEqual(seen, expected)) return
    if (Date.now() > end) expect(seen).toEqual(expected)
    await setTimeout(LOOK_AGAIN_MS)
  }
}
/** What is not delivered, with the reason. */
const open = async (shop: Shop): Promise<string[]> => (await shop.list()).filter(({ state }) => state !== "delivered").map(({ destination, state, reason }) => `${destination} ${state} ${reason}`)
const delivered = async (shop: Shop, count: number): Promise<void> => {
  await expectSoon(async () => (await shop.list()).length, count)
  await expectSoon(() => open(shop), [])
}

/** One fault at every destination: what the person sees, mends and replays. */
const breakAll = async (shop: Shop, buyer: string, { damage, mend, state, reasonClass, reason, enable }: Fault): Promise<void> => {
  const { standIns, missing } = shop
  const targets = everyDestination.map(({ vendor, secret }): Target => ({ standIns, vendor, secret, missing }))
  for (const target of targets) await damage(target)
  await shop.buy(buyer)
  const seen = async (): Promise<Row[]> => (await shop.list("--state", state)).filter((row) => row.reason !== undefined)
  await expectSoon(async () => (await seen()).map(({ destination }) => destination).sort(), everyDestination.map(({ id }) => id).sort())
  const broken = await seen()
  for (const row of broken) {
    expect(row).toEqual({ ...row, reasonClass, reason: expect.stringMatching(reason) })
    // Whoever follows the reason finds a page about it, not the page for everything else.
    expect(deadLetterPage(row.reason ?? ""), row.reason).not.toContain("/other.md")
    expect(await shop.type("deliveries", "show", String(row.id))).not.toContain("@buyer.example")
  }
  // What is broken holds up nothing else.
  await expectSoon(async () => (await shop.archived()).includes(broken[0]?.eventId ?? "?"), true)
  for (const target of targets) await mend(target)
  for (const { id } of everyDestination) {
    if (enable === true) await shop.type("destinations", "enable", id)
    if (state === "dead") expect(await shop.type("deliveries", "replay", "--destination", id)).toBe("1 replayed\n")
  }
}

test("every destination that the server has is drilled", () => {
  expect(everyDestination.map(({ type }) => type).sort()).toEqual(Object.keys(examples).sort())
})

test("a mistake of the operator is told as one, with what to do about it", { timeout: LONGEST_MS }, async ({ onTestFinished }) => {
  const shop = await openShop(onTestFinished)
  await shop.buy("first")
  const said: [string, RegExp][] = [
    ["lead erase nobody --yes", /nobody is known by this lead_id/],
    ["lead export nobody", /nobody is known by this lead_id/],
    ["deliveries show 9999", /no delivery with this number/],
    ["deliveries replay --since 2026-11-25 --waiting", /--since is about what died/],
    ["destinations enable typo", /the plan has no such destination/],
    ["canary typo", /not in the plan, or there is no harmless way/],
    ["reconcile typo", /offers no list of payments/],
    ["reconcile stripe", /the server has no STRIPE_API_KEY/],
  ]
  for (const [line, expected] of said) {
    const { code, err } = await shop.run(...line.split(" "))
    expect([line, code, err]).toEqual([line, 2, expect.stringMatching(expected)])
  }
  expect(await shop.type("destinations", "enable", "erp")).toBe("erp was not stopped: nothing to do\n")
})

describe.concurrent("what every destination gets", () => {
  test.for(Object.entries(faults))("%s, is read, mended and replayed: nothing is lost, nothing doubled", { timeout: LONGEST_MS }, async ([, group], { onTestFinished }) => {
    const shop = await openShop(onTestFinished)
    const all = everyDestination.length + 1
    const buyers = ["first", ...Object.keys(group).map((_, index) => `during-${index}`), "last"]
    await shop.buy("first")
    await delivered(shop, all)
    for (const [index, fault] of Object.values(group).entries()) {
      await breakAll(shop, `during-${index}`, fault)
      await delivered(shop, all * (index + 2))
    }
    await shop.buy("last")
    await delivered(shop, all * buyers.length)
    const purchases = await shop.namesOf()
    expect(purchases.map(([, , email]) => email)).toEqual(buyers.map((buyer) => `${buyer}@buyer.example`))
    const ledger = everyDestination.map(({ id, vendor }) => ({ id, times: purchases.map((names) => shop.timesAt(id, vendor, names)) }))
    expect(ledger).toEqual(everyDestination.map(({ id }) => ({ id, times: buyers.map(() => 1) })))
  })
})
