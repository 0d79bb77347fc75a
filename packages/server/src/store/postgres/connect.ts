import { Fault } from "@tagwright/formats"
import pg from "pg"
import type { Row } from "../columns.ts"
import { chooseHost, hostUrls } from "./hosts.ts"

/** Connections of one process. PostgreSQL's default limit is 100: leave room for a dozen processes and an operator. */
const MOST_CONNECTIONS = 6
/** A statement that takes longer is stuck behind something, or its answer is lost; the caller is told and tries again. */
const STATEMENT_MS = 10_000
const CONNECT_MS = 5_000
/**
 * A transaction whose process fell silent gives its locks back after this long, as a cut network would keep them for hours.
 * Part of the transaction itself, so that a pooler in transaction mode passes it on.
 */
const BEGIN = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '10s'"
/** Error classes that mean "not now": connection, shutdown, resources, system, silence, read-only standby (PostgreSQL appendix A). */
const AWAY = /^(08|57P|53|58|25006|25P03|3D000|28)/
/** Two transactions met; one was taken back whole and may simply be run again. */
const AGAIN = new Set(["40001", "40P01"])
const MOST_AGAIN = 5

/** Times and counts are bigint in the database and stay below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 && format !== "binary" ? Number : pg.types.getTypeParser(oid, format)),
}

/** Runs statements: on a connection of its own choice, or inside one transaction. */
export interface Sql {
  rows(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** How many rows a statement changed */
  run(text: string, values?: readonly unknown[]): Promise<number>
}
export interface Database extends Sql {
  /** All or nothing; run again when another transaction got in its way. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const codeOf = (error: unknown): string | undefined => (error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined)

/** The database ended a statement that took longer than it may (57014, query_canceled). */
export const isCancelled = (error: unknown): boolean => codeOf(error) === "57014"
/** A lock was not had in time (55P03, lock_not_available). */
export const isLocked = (error: unknown): boolean => codeOf(error) === "55P03"
/** The database cannot be reached or cannot write now: nothing is wrong with what was asked. */
export const isAway = (error: unknown): boolean => {
  const code = codeOf(error)
  if (code !== undefined) return AWAY.test(code) || /^E[A-Z]+$/.test(code)
  return error instanceof Error && /connection terminated|timeout exceeded when trying to connect|connection ended|query read timeout|not queryable/i.test(error.message)
}

type Queryable = Pick<pg.PoolClient, "query">
const sqlOn = (client: Queryable): Sql => ({
  rows: async (text, values) => (await client.query<Row>(text, values === undefined ? [] : [...values])).rows,
  run: async (text, values) => (await client.query(text, values === undefined ? [] : [...values])).rowCount ?? 0,
})

/** Sign-in refused, no such database, a file of ours that cannot be read: nothing that another try would mend. */
const FINAL = /^(28|3D)/
const isUnreadable = (error: unknown): boolean => error instanceof Error && "syscall" in error && error.syscall === "open"
/** Away for now: it may come back by itself. */
export const mayComeBack = (error: unknown): boolean => isAway(error) && !FINAL.test(codeOf(error) ?? "") && !isUnreadable(error)
/** Nothing can be written here (25006, read_only_sql_transaction): a standby, or a role that only reads. */
export const isReadOnly = (error: unknown): boolean => codeOf(error) === "25006"

export interface Limits {
  connections?: number
  /** Asks the database to end what takes longer */
  statementMs?: number
  /** How long to wait for an answer; 0: as long as it takes */
  queryMs?: number
}

/**
 * Only statements that a pooler in transaction mode (PgBouncer) can pass on: no prepared names, no session state, no LISTEN.
 * Of several hosts in the URL, the one that can be written to is used, and looked for again when it is gone.
 */
export const connectDatabase = (url: string, { connections = MOST_CONNECTIONS, statementMs, queryMs = STATEMENT_MS }: Limits = {}): Database => {
  const hosts = chooseHost(url)
  // As a parameter of the connection a pooler would refuse it.
  const begin = statementMs === undefined ? BEGIN : `${BEGIN}; SET LOCAL statement_timeout = ${statementMs}`
  const pool = new pg.Pool({
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    application_name: "tagwright",
    keepAlive: true,
    types,
    Client: hosts.Client,
    onConnect: hosts.check,
  })
  // An idle connection that breaks is replaced at the next use.
  pool.on("error", () => undefined)
  /** A connection on which anything went wrong but the statement itself is not used again: an answer may still come on it. */
  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await hosts.search(() => pool.connect(), isAway)
    let broken: Error | undefined
    // The server may end the connection between two statements, which no statement would tell.
    const onError = (error: Error): void => void (broken = error)
    client.on("error", onError)
    try {
      return await work(client)
    } catch (error) {
      if (isAway(error)) broken = error instanceof Error ? error : new Error(String(error))
      throw error
    } finally {
      client.off("error", onError)
      client.release(broken)
    }
  }
  const once = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    withClient(async (client) => {
      try {
        await client.query(begin)
        const result = await work(sqlOn(client))
        await client.query("COMMIT")
        return result
      } catch (error) {
        // Where there is no answer there is none to this either: the server takes back what was not committed.
        if (!isAway(error)) await client.query("ROLLBACK")
        throw error
      }
    })
  const again = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let turn = 1; ; turn++) {
      try {
        return await work()
      } catch (error) {
        if (turn === MOST_AGAIN || !AGAIN.has(codeOf(error) ?? "")) throw error
      }
    }
  }
  const transaction: Database["transaction"] = (work) => again(() => once(work))
  const alone = <T>(work: (sql: Sql) => Promise<T>): Promise<T> => (statementMs === undefined ? again(() => withClient((client) => work(sqlOn(client)))) : transaction(work))
  return {
    rows: (text, values) => alone((sql) => sql.rows(text, values)),
    run: (text, values) => alone((sql) => sql.run(text, values)),
    transaction,
    close: () => pool.end(),
  }
}

/** A database that counts as away until `isOpen` (57P03, cannot_connect_now). */
export const behindGate = (database: Database, isOpen: () => boolean): Omit<Database, "close"> => {
  const pass = <T>(work: () => Promise<T>): Promise<T> => (isOpen() ? work() : Promise.reject(Object.assign(new Error("it has not been reached yet"), { code: "57P03" })))
  return {
    rows: (text, values) => pass(() => database.rows(text, values)),
    run: (text, values) => pass(() => database.run(text, values)),
    transaction: (work) => pass(() => database.transaction(work)),
  }
}

/** Whether the address is PostgreSQL's; anything else is the caller's mistake. */
export const checkDatabaseUrl = (url: string): void => {
  if (hostUrls(url).length === 0) throw new Fault("caller", "--database is not a PostgreSQL URL", "Give one such as postgres://user@host:5432/tagwright; the password may come from PGPASSWORD")
}
