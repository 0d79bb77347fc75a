import { integer, json, maybeJson, type Row } from "./columns.ts"
import type { ConsentProof, ConsentRecord } from "./model.ts"

/** A line of the consent log, as both engines keep it. */
export const readConsent = (row: Row): ConsentRecord => ({ at: integer(row["at"]), choice: json<unknown>(row["choice"]), proof: maybeJson<ConsentProof>(row["proof"] ?? null) })
