import pg from "pg"
import { afterEach, expect, it } from "vitest"
import type { Browse } from "../../src/store/browse/browse.ts"
import { openPostgresBrowse } from "../../src/store/postgres/browse.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { openSqliteBrowse } from "../../src/store/sqlite/browse/open-browse.ts"
import { databaseFile, openSqliteStore } from "../../src/store/sqlite/store.ts"
import { dataFolder } from "../helpers/server.ts"
import { HOUR_MS, live, START } from "./shop-days.ts"
import { onPostgres } from "./suite.ts"

const end = START + 100 * HOUR_MS
/** Every question the screens ask, with the filters they can ask it under. */
const questions: ((browse: Browse) => Promise<unknown>)[] = [
  (browse) => browse.ask("events", { limit: 200 }),
  (browse) => browse.ask("events", { limit: 3, before: 20 }),
  (browse) => browse.ask("events", { limit: 200, name: "purchase", source: "stripe" }),
  (browse) => browse.ask("events", { limit: 200, lead: "lead-1", testMode: true }),
  (browse) => browse.ask("events", { limit: 200, id: "e-3-2" }),
  (browse) => browse.ask("events", { limit: 200, until: START + 12 * HOUR_MS }),
  (browse) => browse.ask("events", { limit: 200, until: START - 1 }),
  (browse) => browse.ask("event", 7),
  (browse) => browse.ask("event", 7_000),
  (browse) => browse.ask("deliveriesOf", [1, 2, 3]),
  (browse) => browse.ask("deliveriesOf", []),
  (browse) => browse.ask("deliveries", { limit: 200 }),
  (browse) => browse.ask("deliveries", { limit: 4, before: 40 }),
  (browse) => browse.ask("deliveries", { limit: 200, state: "dead", destination: "crm", reason: "http_401", reasonClass: "ours" }),
  (browse) => browse.ask("deliveries", { limit: 200, event: "purchase", state: "withheld" }),
  (browse) => browse.ask("delivery", 3),
  (browse) => browse.ask("attempts", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  (browse) => browse.ask("deadGroups"),
  (browse) => browse.ask("pendingByDestination"),
  (browse) => browse.ask("settledSince", START + 20 * HOUR_MS),
  (browse) => browse.ask("hours", START, end, false),
  (browse) => browse.ask("eventsBetween", START, START + 11 * HOUR_MS, false),
  (browse) => browse.ask("choicesByDay", START),
  (browse) => browse.ask("withheldSince", START + 20 * HOUR_MS),
  (browse) => browse.ask("withheldSince", end),
  (browse) => browse.ask("quarantined", { limit: 5 }),
  (browse) => browse.ask("quarantined", { limit: 5, before: 6, reason: "missing:value" }),
  (browse) => browse.ask("quarantineByReason", START),
  (browse) => browse.ask("disabled"),
  (browse) => browse.ask("webhooks"),
]

onPostgres("what /ops reads", { durable: false }, (cluster) => {
  const open: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })

  it("is answered alike by both engines, whatever is asked", async () => {
    const folder = dataFolder()
    const url = await cluster().create()
    const [embedded, shared] = [await openSqliteStore(folder, "production", START), await openPostgresStore(url, "production", { node: "one", now: START })]
    const [file, server] = [openSqliteBrowse(databaseFile(folder)), openPostgresBrowse(url)]
    open.push(embedded.close, shared.close, file.close, server.close)
    await live(embedded)
    await live(shared)
    for (const question of questions) {
      const [ours, theirs] = await Promise.all([question(file), question(server)])
      expect([String(question), theirs]).toEqual([String(question), ours])
    }
    // A comparison of nothing with nothing would pass too.
    const answers = await Promise.all(questions.map((question) => question(file)))
    expect(answers.filter((answer) => answer === undefined || (Array.isArray(answer) && answer.length === 0))).toHaveLength(5)
  })

  it("is ended by the database when it takes too long", async () => {
    const url = await cluster().create()
    const store = await openPostgresStore(url, "production", { node: "one", now: START })
    const browse = openPostgresBrowse(url, 200)
    const inTheWay = new pg.Client({ connectionString: url })
    await inTheWay.connect()
    open.push(store.close, browse.close, () => inTheWay.end())
    // Whoever holds the table keeps every reader waiting.
    await inTheWay.query("BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
    await expect(browse.ask("hours", START, end, false)).rejects.toMatchObject({ status: 503, reason: "query_too_slow" })
    await inTheWay.query("COMMIT")
    expect(await browse.ask("hours", START, end, false)).toEqual([])
  })
})
