import { parentPort, workerData } from "node:worker_threads"
import { bindQueries, type QueryName } from "../../browse/queries.ts"
import { openReader } from "../open.ts"
import { sqliteReader } from "../snapshots.ts"

/** Answers questions of `/ops` on a snapshot of its own: however large the log, collecting and delivering never wait for it. */
const { database }: { database: string } = workerData
const db = openReader(database)
const queries = bindQueries(sqliteReader(db))
// The pair of name and input was typed where it was asked; the message port forgets that.
const run = async (name: QueryName, input: readonly unknown[]): Promise<unknown> => Reflect.apply(queries[name], undefined, input)

parentPort?.on("message", (message: { id: number; name: QueryName; input: unknown[] } | "close") => {
  if (message === "close") {
    db.close()
    return parentPort?.close()
  }
  const { id, name, input } = message
  run(name, input).then(
    (output) => parentPort?.postMessage({ id, output }),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})
