import { parentPort, workerData } from "node:worker_threads"
import { openReader } from "../open.ts"
import { bindQueries, type QueryName } from "./queries.ts"

/** Answers questions of `/ops`, one after the other, on a snapshot of its own. */
const { database }: { database: string } = workerData
const db = openReader(database)
const queries = bindQueries(db)
// The pair of name and input was typed where it was asked; the message port forgets that.
const run = (name: QueryName, input: readonly unknown[]): unknown => Reflect.apply(queries[name], undefined, input)

parentPort?.on("message", (message: { id: number; name: QueryName; input: unknown[] } | "close") => {
  if (message === "close") {
    db.close()
    return parentPort?.close()
  }
  const { id, name, input } = message
  try {
    parentPort?.postMessage({ id, output: run(name, input) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
