import { googleError, type GoogleAccount } from "../google/account.ts"
import type { Call, Handler, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { listOf, objectOf, type Json } from "../json.ts"
import { judgeRows, MOST_ROWS, type TableSchema } from "./rules.ts"

const SCOPE = "https://www.googleapis.com/auth/bigquery"

export interface Warehouse {
  /** `project.dataset.table` → its columns */
  tables: Readonly<Record<string, TableSchema>>
  account: GoogleAccount
}
interface Table {
  /** By insertId: a repeat within minutes replaces nothing and adds nothing */
  rows: Map<string, Json>
}

/** BigQuery: streaming inserts are all or nothing, and one DELETE statement is understood. */
export const bigqueryStandIn = ({ tables, account }: Warehouse): StandIn & { rows(table: string): Json[] } => {
  const stored = new Map<string, Table>(Object.keys(tables).map((name) => [name, { rows: new Map() }]))
  const signedIn =
    (handler: Handler): Handler =>
    (call) =>
      account.refuse(call, SCOPE) ?? handler(call)
  const insert = ({ params, body }: Call): Reply => {
    const name = `${params["project"]}.${params["dataset"]}.${params["table"]}`
    const [table, schema] = [stored.get(name), tables[name]]
    if (table === undefined || schema === undefined) return googleError(404, "NOT_FOUND", `Not found: Table ${name}`)
    const { rows, skipInvalidRows } = objectOf(body)
    const list = listOf(rows).map(objectOf)
    if (list.length === 0 || list.length > MOST_ROWS) return googleError(400, "INVALID_ARGUMENT", `1 to ${MOST_ROWS} rows`)
    const errors = judgeRows(rows, schema)
    const isBad = errors.some((one) => one.length > 0)
    if (!isBad || skipInvalidRows === true) list.forEach(({ insertId, json }, i) => void (errors[i]?.length === 0 && table.rows.set(String(insertId), objectOf(json))))
    if (!isBad) return { status: 200, body: { kind: "bigquery#tableDataInsertAllResponse" } }
    const insertErrors = errors.map((own, index) => ({ index, errors: own.length > 0 ? own : [{ reason: "stopped", location: "", debugInfo: "", message: "" }] }))
    return { status: 200, body: { kind: "bigquery#tableDataInsertAllResponse", insertErrors }, problems: errors.flat().map(({ reason, location, message }) => ({ code: reason, path: location, message })) }
  }
  const query = ({ body }: Call): Reply => {
    const { query: text, useLegacySql, queryParameters } = objectOf(body)
    const table = stored.get(/^DELETE FROM `([^`]+)` WHERE lead_id IN UNNEST\(@leads\)$/.exec(String(text))?.[1] ?? "")
    if (useLegacySql !== false || table === undefined) return googleError(400, "INVALID_ARGUMENT", "The stand-in understands one statement: DELETE … WHERE lead_id IN UNNEST(@leads)")
    const values = objectOf(objectOf(listOf(queryParameters)[0])["parameterValue"])["arrayValues"]
    const leads = new Set(listOf(values).map((one) => objectOf(one)["value"]))
    const gone = [...table.rows].filter(([, row]) => leads.has(row["lead_id"]))
    for (const [id] of gone) table.rows.delete(id)
    return { status: 200, body: { kind: "bigquery#queryResponse", jobComplete: true, numDmlAffectedRows: String(gone.length) } }
  }
  return {
    vendor: "bigquery",
    rows: (name) => [...(stored.get(name)?.rows.values() ?? [])],
    routes: {
      "POST /token": account.token,
      "POST /bigquery/v2/projects/:project/datasets/:dataset/tables/:table/insertAll": signedIn(insert),
      "POST /bigquery/v2/projects/:project/queries": signedIn(query),
    },
    missing: () => googleError(404, "NOT_FOUND", "Not found"),
    faulty: (status) => googleError(status, "UNAVAILABLE", "Try again later"),
  }
}
