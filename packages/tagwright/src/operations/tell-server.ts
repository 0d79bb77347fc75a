import type { OperationRecord } from "@tagwright/formats"
import type { Io } from "../command.ts"
import { opsClient } from "../ops/client.ts"

/** A body of the server's interface holds a megabyte; a look at the documents is some ten kilobytes. */
const MOST_RECORDS = 50

/** Adds records to a server's ledger (K6 to K10, drills, training); what it knows already, it does not add again. */
export const tellServer = async (records: readonly OperationRecord[], server: string, io: Io): Promise<void> => {
  const client = opsClient(io, server)
  for (let at = 0; at < records.length; at += MOST_RECORDS) await client.post("/ops/api/operations", { records: records.slice(at, at + MOST_RECORDS) })
}
