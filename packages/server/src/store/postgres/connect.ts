import { Fault } from "@tagwright/formats"
import pg from "pg"
import type { Row } from "../sqlite/columns.ts"

/** Connections of one process. PostgreSQL's default limit is 100: leave room for a dozen processes and an operator. */
const MOST_CONNECTIONS = 6
/** A statement that takes longer is stuck behind something; the caller is told and tries again. */
const STATEMENT_MS = 30_000
const CONNECT_MS = 5_000
/** Error classes that mean "not now": connection, shutdown, resources, read-only standby (PostgreSQL appendix A). */
const AWAY = /^(08|57P|53|25006|3D000|28)/
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
/** The database cannot be reached or cannot write now: nothing is wrong with what was asked. */
export const isAway = (error: unknown): boolean => {
  const code = codeOf(error)
  if (code !== undefined) return AWAY.test(code) || /^E[A-Z]+$/.test(code)
  return error instanceof Error && /connection terminated|timeout exceeded when trying to connect|Connection ended/i.test(error.message)
}

type Queryable = Pick<pg.PoolClient, "query">
const sqlOn = (client: Queryable): Sql => ({
  rows: async (text, values) => (await client.query<Row>(text, values === undefined ? [] : [...values])).rows,
  run: async (text, values) => (await client.query(text, values === undefined ? [] : [...values])).rowCount ?? 0,
})

/** Only statements that a pooler in transaction mode (PgBouncer) can pass on: no prepared names, no session state, no LISTEN. */
export const connectDatabase = (url: string, { connections = MOST_CONNECTIONS, statementMs, patienceMs = STATEMENT_MS }: { connections?: number; statementMs?: number; patienceMs?: number } = {}): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: patienceMs,
    // A wish of one connection; a pooler in transaction mode may not pass it on, and the limit above holds.
    ...(statementMs !== undefined && { statement_timeout: statementMs }),
    application_name: "tagwright",
    types,
  })
  // An idle connection that breaks is replaced at the next use.
  pool.on("error", () => undefined)
  const once = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken: Error | undefined
    // The server may end the connection between two statements, which no statement would tell.
    const onError = (error: Error): void => void (broken = error)
    client.on("error", onError)
    try {
      await client.query("BEGIN")
      const result = await work(sqlOn(client))
      await client.query("COMMIT")
      return result
    } catch (error) {
      // A connection on which even that fails must not go back into the pool.
      await client.query("ROLLBACK").catch((cause: unknown) => (broken = cause instanceof Error ? cause : new Error(String(cause))))
      throw error
    } finally {
      client.off("error", onError)
      client.release(broken)
    }
  }
  return {
    ...sqlOn({ query: pool.query.bind(pool) }),
    transaction: async (work) => {
      for (let turn = 1; ; turn++) {
        try {
          return await once(work)
        } catch (error) {
          if (turn === MOST_AGAIN || !AGAIN.has(codeOf(error) ?? "")) throw error
        }
      }
    },
    close: () => pool.end(),
  }
}

/** Whether the address is PostgreSQL's; anything else is the caller's mistake. */
export const checkDatabaseUrl = (url: string): void => {
  const parsed = URL.parse(url)
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol)) throw new Fault("caller", "--database is not a PostgreSQL URL", "Give one such as postgres://user@host:5432/tagwright; the password may come from PGPASSWORD")
}
