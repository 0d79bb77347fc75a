import { Fault } from "@tagwright/formats"
import type { AppendInput, ClaimInput, Claims, Settlement, Verdict } from "../model.ts"
import type { Store } from "../port.ts"
import { append, appendTogether, isOneStatement } from "./append.ts"
import { canaryThrough, dropCanaries } from "./canary.ts"
import { claim, release, releaseOwn } from "./claim.ts"
import { behindGate, checkDatabaseUrl, connectDatabase, isAway, isReadOnly, mayComeBack, type Database, type Sql } from "./connect.ts"
import { grant } from "./grant.ts"
import { grouped, type Group } from "./group.ts"
import { disableDestination, discard, enableDestination, redrive } from "./operator.ts"
import { makeIndexes } from "./indexes.ts"
import { unmerge } from "./people.ts"
import { closeErrands, erase, erased, exportPerson } from "./privacy.ts"
import * as queries from "./queries.ts"
import { refusalOf } from "./refusal.ts"
import { applyRetention } from "./retention.ts"
import { assertWhole, migrate } from "./schema.ts"
import { settle } from "./settle.ts"
import { erasedAt } from "./suppression.ts"
import { takeTurn } from "./turn.ts"
import { rereadWebhooks, settleWebhook, storeWebhook, takeWebhooks } from "./webhooks.ts"

/** More waiting writes than this and the answer is 503: memory stays bounded, and the sender tries again. */
const MOST_WAITING = 20_000

export interface PostgresOptions {
  /** The name by which this process knows its own leases when it starts again */
  node: string
  now: number
  committed?: Committed
}

/** Connects, brings the schema up to date, and answers when the database can be used. `url` may hold no secret: PGPASSWORD does. */
export const openPostgresStore = async (url: string, environment: string, options: PostgresOptions): Promise<Store> => {
  const { store, opening } = postgresStore(url, environment, options, (open) => open())
  try {
    await opening
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/**
 * The store of a database that need not be there yet: away until it has been opened, which brings the schema up to date and makes sure
 * that it is this environment's. Before that nothing else is asked of the database, and nothing written to it.
 * `reach` opens it, again and again if need be, until `closed`.
 */
export const postgresStore = (
  url: string,
  environment: string,
  { node, now, committed = () => undefined }: PostgresOptions,
  reach: (open: () => Promise<void>, closed: AbortSignal) => Promise<void>,
): { store: Store; opening: Promise<void> } => {
  checkDatabaseUrl(url)
  const database = connectDatabase(url)
  const closing = new AbortController()
  let isOpen = false
  const open = async (): Promise<void> => {
    try {
      await prepare(url, environment)
      await database.transaction((sql) => releaseOwn(sql, node, now))
      isOpen = true
    } catch (error) {
      throw await faultOf(error, url)
    }
  }
  const opening = reach(open, closing.signal)
  const close = async (): Promise<void> => {
    closing.abort()
    await opening.catch(() => undefined)
    await database.close()
  }
  return { store: asStore({ ...behindGate(database, () => isOpen), close }, node, committed), opening }
}

const faultOf = async (error: unknown, url: string): Promise<Fault> => {
  if (error instanceof Fault) return error
  const mayWait = mayComeBack(error) && !(isReadOnly(error) && (await isPrimary(url)))
  const refusal = mayWait ? undefined : refusalOf(error)
  return refusal ?? new Fault("machine", `the database cannot be used: ${error instanceof Error ? error.message : String(error)}`, "Look at --database, the password in PGPASSWORD and the rights of its user", { cause: error })
}

/** What only reads here is the role then, and no standby that may be promoted. */
const isPrimary = async (url: string): Promise<boolean> => {
  const database = connectDatabase(url, { connections: 1 })
  try {
    const [row] = await database.rows("SELECT pg_is_in_recovery()::int AS standby")
    return row?.["standby"] === 0
  } catch {
    return false
  } finally {
    await database.close()
  }
}

/** A migration takes as long as it takes. */
const prepare = async (url: string, environment: string): Promise<void> => {
  const database = connectDatabase(url, { connections: 2, queryMs: 0 })
  try {
    await migrate(database, environment)
    await assertWhole(database)
    await makeIndexes(database)
  } finally {
    await database.close()
  }
}

type Committed = (batch: { jobs: number; seconds: number }) => void
const timed = async <T>(tell: Committed, jobs: number, work: Promise<T>): Promise<T> => {
  const asked = performance.now()
  const result = await work
  tell({ jobs, seconds: (performance.now() - asked) / 1000 })
  return result
}

/** The port over one database that other processes may use too. */
const asStore = (database: Database, node: string, committed: Committed): Store => {
  let broken: string | undefined
  /** Remembers whether the database could be written to, for readiness; a failure to reach it is nobody's fault but the machine's. */
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work
      broken = undefined
      return result
    } catch (error) {
      if (!isAway(error)) throw error
      broken = error instanceof Error ? error.message : String(error)
      throw new Fault("machine", `the database is away: ${broken}`, "Nothing that was acknowledged is lost; look at PostgreSQL", { cause: error })
    }
  }
  const write = <T>(work: (sql: Sql) => Promise<T>): Promise<T> => watched(database.transaction(work))
  const read = <T>(work: Promise<T>): Promise<T> => watched(work)
  const storeAll = (batches: readonly AppendInput[]): Promise<Verdict[][]> => (isOneStatement(batches) ? append(database, batches) : database.transaction((sql) => append(sql, batches)))
  const appending = grouped((batches: readonly AppendInput[]) => timed(committed, batches.length, storeAll(batches)), appendTogether)
  const settling = grouped((calls: readonly (readonly Settlement[])[]) => settle(database, calls))
  const claiming = new Map<string, Group<ClaimInput, Claims>>()
  /** One claim at a time per destination: two of one process would only pass over each other's rows. */
  const claims = (destination: string): Group<ClaimInput, Claims> => {
    const known = claiming.get(destination) ?? grouped(async ([input]: readonly ClaimInput[]) => (input === undefined ? [] : [await claim(database, node, input)]), () => false)
    claiming.set(destination, known)
    return known
  }
  return {
    append: (batch) => watched(appending.run(batch)),
    grant: (input) => write((sql) => grant(sql, input)),
    applyRetention: (input) => write((sql) => applyRetention(sql, input)),
    events: (page) => read(queries.events(database, page)),
    quarantine: (page) => read(queries.quarantined(database, page)),
    conversionKeys: (prefix) => read(queries.conversionKeys(database, prefix)),
    importSpend: (rows, now) => write((sql) => queries.importSpend(sql, rows, now)),
    hasConversion: (keys) => read(queries.hasConversion(database, keys)),

    claim: (input) => watched(claims(input.destination).run(input)),
    settle: (settlements) => watched(settling.run(settlements)),
    release: (leases, now) => write((sql) => release(sql, leases, now)),
    redrive: (selection) => write((sql) => redrive(sql, selection)),
    discard: (selection) => write((sql) => discard(sql, selection)),
    disableDestination: (input) => write((sql) => disableDestination(sql, input)),
    enableDestination: (destination) => write((sql) => enableDestination(sql, destination)),
    deliveries: (filter) => read(queries.deliveries(database, filter)),
    delivery: (id) => read(queries.delivery(database, id)),
    depth: () => read(queries.depth(database)),
    stats: () => read(queries.stats(database)),

    storeWebhook: (input) => write((sql) => storeWebhook(sql, input)),
    takeWebhooks: (input) => write((sql) => takeWebhooks(sql, node, input)),
    settleWebhook: (input) => write((sql) => settleWebhook(sql, input)),
    rereadWebhooks: (selection) => write((sql) => rereadWebhooks(sql, selection)),

    person: (leadId) => read(queries.person(database, leadId)),
    people: (leadIds) => read(queries.people(database, leadIds)),
    cluster: (name) => read(queries.cluster(database, name)),
    edgesOf: (names) => read(queries.edgesOf(database, names)),
    consentOf: (leadIds) => read(queries.consentOf(database, leadIds)),
    leadOf: (aliases) => read(queries.leadOf(database, aliases)),
    touchesOf: (leadId) => read(queries.touchesOf(database, leadId)),
    unmerge: (input) => write((sql) => unmerge(sql, input)),
    exportPerson: (leadId) => write((sql) => exportPerson(sql, leadId)),
    erase: (input) => write((sql) => erase(sql, input)),
    erased: (errandId) => read(erased(database, errandId)),
    erasedAt: (names) => read(erasedAt(database, names)),
    closeErrands: () => write(closeErrands),

    canaryThrough: (input) => write((sql) => canaryThrough(sql, input)),
    dropCanaries: (before) => write((sql) => dropCanaries(sql, before)),

    probe: (now) => write(async (sql) => void (await sql.run("INSERT INTO meta (key, value) VALUES ('probe', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [String(now)]))),
    takeTurn: (input) => write((sql) => takeTurn(sql, node, input)),
    get saturated() {
      return appending.waiting + settling.waiting > MOST_WAITING
    },
    get broken() {
      return broken
    },
    close: async () => {
      await Promise.all([appending.idle(), settling.idle(), ...[...claiming.values()].map((one) => one.idle())])
      await database.close()
    },
  }
}
