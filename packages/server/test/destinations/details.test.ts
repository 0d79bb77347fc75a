import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { parquetReadObjects } from "hyparquet"
import { describe, expect, it, onTestFinished } from "vitest"
import { clientIdFrom } from "../../src/destinations/ga4/compose.ts"
import type { Clock } from "../../src/clock.ts"
import { dailyBudget } from "../../src/destinations/budget.ts"
import { createTable } from "../../src/destinations/bigquery/table.ts"
import { examples } from "../../src/destinations/examples.ts"
import { ada, EXAMPLE, purchase, type AnyExample } from "../../src/destinations/example.ts"
import { hashed } from "../../src/destinations/identifiers.ts"
import { composeBody, fillUrl } from "../../src/destinations/rest/compose.ts"
import { startPeer } from "../helpers/peer.ts"
import { connectExample, inputOf, TABLE } from "./world.ts"

const exampleOf = (list: readonly AnyExample[]): AnyExample => {
  const [found] = list
  if (found === undefined) throw new Error("no example")
  return found
}

/** Computed with sha256sum, not by us. */
describe("identifiers, as each vendor wants them", () => {
  it.each([
    ["Google, Gmail: dots and case do not count", hashed.google.email(" Ada.Lovelace@Gmail.com"), "cd98a25152ad884b29e524ea5d3d8d35615ed0afbbc5ea3a6d4215572b0b2bde"],
    ["Google, Gmail: nor does a +suffix", hashed.google.email("ada.lovelace+shop@gmail.com"), "cd98a25152ad884b29e524ea5d3d8d35615ed0afbbc5ea3a6d4215572b0b2bde"],
    ["Google, elsewhere everything counts", hashed.google.email("Jane.Doe+shop@example.org"), "168fdd61a7599db20c0d93760d1aa4276096c8496af5d64793050cd6c4299f72"],
    ["Meta, LinkedIn and TikTok: lower case only", hashed.meta.email(" Ada.Lovelace@Gmail.com"), "894ac26ea616dec861df81a6efb2ddfc30c3f1cb72b219a17242d8244e66c125"],
    ["Google's phone keeps the plus", hashed.google.phone("+44 (0)20 7946-0018"), "faad3b10918e39b5f4d5334f1e1e128719608e8bd3ad3b963dc30187b4518e23"],
    ["00 is a plus", hashed.tiktok.phone("0044 20 7946 0018"), "faad3b10918e39b5f4d5334f1e1e128719608e8bd3ad3b963dc30187b4518e23"],
    ["Meta's phone has none", hashed.meta.phone("+44 20 7946 0018"), "99a4599795d24445a5be21117f375c1bbe9e795daf7f62666686ce081e1f32dc"],
    ["a national number cannot be matched", hashed.google.phone("020 7946 0018"), undefined],
  ])("%s", (_what, found, expected) => expect(found).toBe(expected))
})

describe("GA4's deletion of a user", () => {
  const [first] = examples.ga4
  if (first === undefined) throw new Error("no example")
  const example: AnyExample = { ...first, in: { ...first.in, destination: { ...first.in.destination, erase: { secret: "GA4_EDITOR" } } } }
  const person = { id: "errand", emails: ["ada@buyer.example"], leadIds: ["lead-1"], clientIds: ["1029384756.1764000000", "not made by Google"] }
  const connectDeletion = (secrets = (standIns: { secrets: { google(api: "ga4"): string } }) => ({ GA4_EDITOR: standIns.secrets.google("ga4") })) => connectExample(example, { secrets, environment: { ga4Property: "123456789" } })

  it("asks for every client id, ours too, and for nothing else; the answer says up to when, and names nobody", async () => {
    const { sender, standIns } = await connectDeletion()
    const outcome = await sender.forget?.(person, EXAMPLE.now)
    expect(outcome).toMatchObject({ kind: "delivered", status: 200, answer: expect.stringMatching(/deletion of 2 client ids; Google deletes what it has of them up to Tue, 24 Nov 2026/) })
    expect(JSON.stringify(outcome)).not.toContain("1029384756")
    const asked = standIns.received("ga4").filter(({ path }) => path !== "/token")
    expect(asked.map(({ path, body, verdict }) => [path, body, verdict])).toEqual([
      ["/v1alpha/properties/123456789:submitUserDeletion", { clientId: "1029384756.1764000000" }, "accepted"],
      ["/v1alpha/properties/123456789:submitUserDeletion", { clientId: clientIdFrom("lead-1") }, "accepted"],
    ])
    expect(standIns.received("ga4").every(({ problems }) => problems.length === 0)).toBe(true)
  })
  it("stops at the first that is refused: later, or ours to mend; a repeat asks for all of them again", async () => {
    const { sender, flap, standIns } = await connectDeletion()
    const forget = () => sender.forget?.(person, EXAMPLE.now)
    await forget()
    flap([429])
    expect(await forget()).toMatchObject({ kind: "retry", reason: "http_429" })
    flap([403])
    expect(await forget()).toMatchObject({ kind: "dead", reasonClass: "ours", reason: "http_403" })
    expect(standIns.received("ga4").filter(({ path }) => path !== "/token").map(({ status }) => status)).toEqual([200, 200, 429, 403])
  })
  it("without a key it is ours to set up, without a property a person has to do it", async () => {
    const without = await connectDeletion(() => ({ GA4_EDITOR: "" }))
    expect(await without.sender.forget?.(person, EXAMPLE.now)).toMatchObject({ kind: "dead", reasonClass: "ours", reason: "secret_not_a_service_account_key" })
    const { sender } = await connectExample(example, { secrets: (standIns) => ({ GA4_EDITOR: standIns.secrets.google("ga4") }) })
    expect(await sender.forget?.(person, EXAMPLE.now)).toMatchObject({ kind: "dead", reasonClass: "policy", reason: "erase_by_hand_in_ga4" })
  })
})

describe("Google Ads", () => {
  it("without consent to ad user data no address goes, and without a click nothing does", async () => {
    const example = exampleOf(examples["google-ads"])
    const { sender, writes } = await connectExample(example)
    const grants = { adUserData: false, adPersonalization: false }
    await sender.deliver({ ...inputOf(example), grants })
    expect(writes()[0]?.body).toMatchObject({ events: [{ adIdentifiers: { gclid: "Cj0KCQiA" }, consent: { adUserData: "CONSENT_DENIED", adPersonalization: "CONSENT_DENIED" } }] })
    expect(JSON.stringify(writes())).not.toContain("userIdentifiers")
    expect(await sender.deliver({ ...inputOf(example), grants, person: undefined })).toMatchObject({ kind: "dead", reason: "nobody_to_match" })
  })
  it.each([
    ["not JSON", "secret_not_a_service_account_key"],
    [JSON.stringify({ client_email: "a@b", private_key: "no key", token_uri: "http://127.0.0.1:9/token" }), "private_key_unreadable"],
  ])("a key that is none is our mistake: %s", async (secret, reason) => {
    const example = exampleOf(examples["google-ads"])
    const { sender } = await connectExample(example, { secret })
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "dead", reasonClass: "ours", reason })
  })
  it("asks for one token, and for another when it runs out", async () => {
    const example = exampleOf(examples["google-ads"])
    const { sender, standIns } = await connectExample(example)
    for (const now of [EXAMPLE.now, EXAMPLE.now + 60_000]) await sender.deliver({ ...inputOf(example), now })
    expect(standIns.received("google-ads").filter(({ path }) => path === "/token")).toHaveLength(1)
  })
})

describe("MailerLite", () => {
  it("a crowd is let in at the pace of the account: nobody is refused, nobody is lost", async () => {
    const example = exampleOf(examples.mailerlite)
    const { sender, standIns, writes } = await connectExample(example)
    const crowd = Array.from({ length: 90 }, (_, index) => ({ ...inputOf(example, { id: `e${index}` }), personal: { email: `reader${index}@example.org` } }))
    // One at a time, as the queue sends them.
    for (const input of crowd) expect(await sender.deliver(input)).toMatchObject({ kind: "delivered" })
    expect(standIns.received("mailerlite").some(({ status }) => status === 429)).toBe(false)
    expect(writes()).toHaveLength(90)
  })
  it("never brings somebody back who unsubscribed", async () => {
    const example = exampleOf(examples.mailerlite)
    const { sender, standIns, writes } = await connectExample(example)
    await sender.deliver(inputOf(example))
    standIns.control.unsubscribe(ada.email.trim())
    expect(await sender.deliver(inputOf(example, { id: "later" }))).toEqual({ kind: "dead", reasonClass: "policy", reason: "subscriber_unsubscribed" })
    expect(writes()).toHaveLength(1)
  })
})

describe("TikTok", () => {
  it.each([
    [40_002, "data"],
    [40_001, "ours"],
    [40_007, "ours"],
    [40_105, "ours"],
    [40_301, "ours"],
    [41_001, "ours"],
    [70_001, "ours"],
    [40_062, "data"],
  ])("says in a code whose fault it was: %i", async (code, reasonClass) => {
    const peer = await startPeer(() => ({ status: 200, body: { code, message: "no" } }))
    onTestFinished(peer.close)
    const example = exampleOf(examples.tiktok)
    const { sender } = await connectExample(example, { url: peer.url })
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "dead", reason: `tiktok_${code}`, reasonClass })
  })
})

it.each([40_100, 40_132, 50_002, 60_001, 61_000])("TikTok's %i means later", async (code) => {
  const peer = await startPeer(() => ({ status: 200, body: { code, message: "later" } }))
  onTestFinished(peer.close)
  const example = exampleOf(examples.tiktok)
  const { sender } = await connectExample(example, { url: peer.url })
  expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "retry", reason: `tiktok_${code}` })
})

describe("Pipedrive", () => {
  it.each([
    ["somebody else spent the day's budget", 429, { "x-daily-ratelimit-token-remaining": "0", "retry-after": "2" }, { kind: "retry", reason: "daily_budget_spent", afterMs: 12 * 3_600_000 - 1_000 }],
    ["too many in two seconds", 429, { "x-daily-ratelimit-token-remaining": "900", "x-ratelimit-reset": "2" }, { kind: "retry", reason: "http_429", afterMs: 2_000 }],
    ["the company's account is not paid for", 402, {}, { kind: "dead", reasonClass: "ours", reason: "http_402" }],
  ])("%s", async (_, status, headers, outcome) => {
    const peer = await startPeer(() => ({ status, headers, body: { success: false } }))
    onTestFinished(peer.close)
    const example = exampleOf(examples.pipedrive)
    const { sender } = await connectExample(example, { url: peer.url })
    expect(await sender.deliver(inputOf(example))).toMatchObject(outcome)
  })
  it("searches no more than ten times in two seconds, however fast it answers", async () => {
    const example = exampleOf(examples.pipedrive)
    // Nothing takes time but waiting, and a write between two searches.
    let at = EXAMPLE.now
    const clock: Clock = { now: () => at, after: (ms, run) => { at += ms; const turn = setImmediate(run); return () => clearImmediate(turn) } }
    const { sender, standIns } = await connectExample(example, { clock })
    for (let index = 0; index < 25; index++) {
      expect(await sender.deliver(inputOf(example, { id: `event-${index}` }))).toMatchObject({ kind: "delivered" })
      at += 150
    }
    expect(standIns.received("pipedrive").filter(({ status }) => status === 429)).toEqual([])
  })
  it("an event of a known person changes it, and makes no second one", async () => {
    const example = exampleOf(examples.pipedrive)
    const { sender, writes } = await connectExample(example)
    await sender.deliver(inputOf(example))
    await sender.deliver(inputOf(example, { id: "second" }))
    expect(writes().map(({ method }) => method)).toEqual(["POST", "PATCH"])
  })
  it("what a day may cost is kept: later, and not asked", async () => {
    const example = exampleOf(examples.pipedrive)
    const cheap: AnyExample = { title: "cheap", in: { ...example.in, destination: { type: "pipedrive", consent: "necessary", secret: "PIPEDRIVE_TOKEN", dailyTokens: 30 } }, out: {} }
    const { sender, standIns } = await connectExample(cheap)
    expect(await sender.deliver(inputOf(cheap))).toMatchObject({ kind: "delivered" })
    const asked = standIns.received("pipedrive").length
    expect(await sender.deliver(inputOf(cheap, { id: "second" }))).toMatchObject({ kind: "retry", reason: "daily_budget_spent", afterMs: 12 * 3_600_000 - 1_000 })
    expect(standIns.received("pipedrive")).toHaveLength(asked)
  })
  it("a budget is renewed at midnight UTC", () => {
    const budget = dailyBudget(10)
    const midnight = Date.UTC(2026, 10, 25)
    expect(budget.take(10, midnight - 5_000)).toBeUndefined()
    expect(budget.take(1, midnight - 5_000)).toBe(5_000)
    expect(budget.take(1, midnight)).toBeUndefined()
  })
})

describe("any CRM by REST", () => {
  it("steps into objects, and into nothing of JavaScript's own", () => {
    expect(composeBody({ "a.b.c": 1, "a.d": "x" }, { "a.b.e": true })).toEqual({ a: { b: { c: 1, e: true }, d: "x" } })
    composeBody({ "__proto__.polluted": "yes" }, {})
    expect("polluted" in {}).toBe(false)
  })
  it("puts values into an address escaped, and sends nothing when one is missing", () => {
    expect(fillUrl("https://crm.example/c/{email}", { email: "a/b@c.example" })).toBe("https://crm.example/c/a%2Fb%40c.example")
    expect(fillUrl("https://crm.example/c/{lead_id}", { lead_id: undefined })).toBeUndefined()
  })
  it("a key that was used for something else is refused by the vendor, and the event is a dead letter", async () => {
    const example = exampleOf(examples.rest)
    const { sender } = await connectExample(example)
    await sender.deliver(inputOf(example))
    expect(await sender.deliver(inputOf(example, { params: { ...purchase.params, value: 1 } }))).toMatchObject({ kind: "dead", reason: "http_422" })
  })
})

describe("files for a warehouse", () => {
  const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("."))
  const inFolder = (format: "ndjson" | "parquet"): { example: AnyExample; folder: string } => {
    const folder = mkdtempSync(join(tmpdir(), "tagwright-files-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return { folder, example: { title: "local", in: { destination: { type: "files", consent: "analytics", url: pathToFileURL(folder).href, format }, event: purchase, personal: { email: "a@b.example" } }, out: {} } }
  }
  it("Parquet, read by another library, holds every value with its type", async () => {
    const { example, folder } = inFolder("parquet")
    const { sender } = await connectExample(example)
    await Promise.all([sender.deliver(inputOf(example)), sender.deliver(inputOf(example, { id: "second", amount: undefined, leadId: undefined }))])
    const [name] = filesIn(folder)
    const bytes = readFileSync(join(folder, name ?? ""))
    const rows = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) })
    expect(rows).toMatchObject([
      { event_id: EXAMPLE.id, at: new Date(EXAMPLE.at), amount_minor: 24_000n, params: purchase.params, personal: { email: "a@b.example" }, test_mode: false },
      { event_id: "second", amount_minor: null, lead_id: null },
    ])
  })
  it("the same rows written again are the same file", async () => {
    const { example, folder } = inFolder("ndjson")
    const { sender } = await connectExample(example)
    await sender.deliver(inputOf(example))
    await sender.deliver(inputOf(example))
    expect(filesIn(folder)).toEqual([expect.stringMatching(/^dt=2026-11-24\/[0-9a-f]{32}\.ndjson$/)])
  })
  it("rows that come together share a file, in the bucket under the plan's folder", async () => {
    const example = exampleOf(examples.files)
    const { sender, standIns } = await connectExample(example)
    await Promise.all(["a", "b", "c"].map((id) => sender.deliver(inputOf(example, { id }))))
    expect([...standIns.objects.keys()]).toEqual([expect.stringMatching(/^warehouse\/events\/dt=2026-11-24\/.*\.ndjson$/)])
    expect([...standIns.objects.values()][0]?.toString().trim().split("\n")).toHaveLength(3)
  })
  it("a wrong key is refused, and it is our mistake", async () => {
    const example = exampleOf(examples.files)
    const { sender } = await connectExample(example, { secret: "AKIASTANDIN:another-secret" })
    expect(await sender.deliver(inputOf(example))).toMatchObject({ kind: "dead", reasonClass: "ours", reason: "http_403" })
    const { sender: half } = await connectExample(example, { secret: "AKIASTANDIN" })
    expect(await half.deliver(inputOf(example))).toMatchObject({ reason: "secret_not_id_and_key" })
  })
})

describe("BigQuery", () => {
  it("rows of a person are deleted on demand", async () => {
    const example = exampleOf(examples.bigquery)
    const { sender, standIns } = await connectExample(example)
    await sender.deliver(inputOf(example))
    await sender.deliver(inputOf(example, { id: "other", leadId: "lead-2" }))
    await sender.forget?.({ id: "errand", emails: [], leadIds: ["lead-1"], clientIds: [] }, EXAMPLE.now)
    expect(standIns.rows(TABLE).map((row) => row["event_id"])).toEqual(["other"])
  })
  it("the documented table has a column for every value", () => {
    expect(createTable(TABLE)).toContain("CREATE TABLE `shop-data.tracking.events`")
    expect(createTable(TABLE)).toContain("amount_minor INT64")
  })
})
