import { HttpError } from "../../http/answer.ts"
import { DEADLINE_MS, type Browse } from "../browse/browse.ts"
import { bindQueries, type Queries, type QueryName } from "../browse/queries.ts"
import { connectDatabase, isCancelled } from "./connect.ts"
import { numbered, postgresDialect } from "./reading.ts"

/** Apart from the connections that collect and deliver: a slow look takes none of theirs. */
const CONNECTIONS = 2

/** The questions of `/ops` on connections of their own; the database itself ends what takes too long. */
export const openPostgresBrowse = (url: string, deadlineMs = DEADLINE_MS): Browse => {
  const database = connectDatabase(url, { connections: CONNECTIONS, statementMs: deadlineMs })
  const queries = bindQueries({
    rows: (sql, ...values) =>
      database.rows(numbered(sql), values).catch((error: unknown) => {
        throw isCancelled(error) ? new HttpError(503, "query_too_slow", 1) : error
      }),
    among: postgresDialect.among,
  })
  const run = <K extends QueryName>(name: K, input: Parameters<Queries[K]>): ReturnType<Queries[K]> => Reflect.apply(queries[name], undefined, input)
  return { ask: (name, ...input) => run(name, input), close: database.close }
}
