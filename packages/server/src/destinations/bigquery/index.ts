import type { ResolvedDestination } from "@tagwright/formats"
import { delivered, outcomeOf, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { googleTokens } from "../google-account.ts"
import { rowOf, type Row } from "../row.ts"
import type { BatchAnswer } from "../split.ts"
import { deliverTogether } from "../together.ts"

type BigQuery = Extract<ResolvedDestination, { type: "bigquery" }>
const SCOPE = "https://www.googleapis.com/auth/bigquery"
/** "We recommend 500 rows as a maximum per insertAll request." */
const MOST_ROWS = 500
/** Rows in the streaming buffer cannot be deleted; "up to 90 minutes" (Data manipulation language, limitations). */
const BUFFER_MS = 90 * 60_000

interface InsertAnswer {
  insertErrors?: { index?: number; errors?: { reason?: string }[] }[]
}
const parse = <T extends object>(body: string | undefined): Partial<T> => {
  try {
    return JSON.parse(body ?? "{}")
  } catch {
    return {}
  }
}

/** 200 with `insertErrors`: nothing was written; rows that are `stopped` only had the bad luck to be in the same request. */
const answerOf = (answer: PeerAnswer, now: number): BatchAnswer => {
  const all = outcomeOf(answer, now)
  const { insertErrors = [] } = parse<InsertAnswer>(answer.body)
  if (all.kind !== "delivered" || insertErrors.length === 0) return { all }
  const culprits = insertErrors.flatMap(({ index, errors = [] }): [number, string][] => {
    const reason = errors.find((one) => one.reason !== "stopped")?.reason
    return index === undefined || reason === undefined ? [] : [[index, `bigquery_${reason}`]]
  })
  return { all: { kind: "dead", reasonClass: "data", reason: "bigquery_rows_refused", status: answer.status, answer: answer.body }, culprits: new Map(culprits) }
}

/** A BigQuery table, by streaming inserts. `insertId` is the event's id: BigQuery drops most repeats, a view by `event_id` the rest. */
export const bigquery: DestinationKind<"bigquery"> = {
  defaultUrl: "https://bigquery.googleapis.com",
  concurrency: MOST_ROWS,
  connect: (destination, { baseUrl, secret, send, clock }) => {
    const tokens = googleTokens(send, SCOPE)
    const post = async (path: string, body: object, token: string): Promise<PeerAnswer> =>
      send({ method: "POST", url: `${baseUrl}/bigquery/v2/projects/${destination.project}/${path}`, headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
    const deliver = deliverTogether<Row>(
      {
        most: MOST_ROWS,
        compose: rowOf,
        token: (now) => tokens(secret(), now),
        send: async (items, token, now) => {
          const rows = items.map(({ event }) => ({ insertId: event.event_id, json: event }))
          return answerOf(await post(`datasets/${destination.dataset}/tables/${destination.table}/insertAll`, { kind: "bigquery#tableDataInsertAllRequest", rows }, token), now)
        },
      },
      clock,
    )
    return {
      deliver,
      forget: async ({ leadIds }, now): Promise<Outcome> => {
        const access = await tokens(secret(), now)
        if ("failed" in access) return access.failed
        const answer = await post("queries", eraseQuery(destination, leadIds), access.token)
        if (answer.status === 400 && answer.body?.includes("streaming buffer") === true) return { kind: "retry", reason: "rows_in_streaming_buffer", afterMs: BUFFER_MS, status: 400 }
        const outcome = outcomeOf(answer, now)
        return outcome.kind === "delivered" ? delivered(answer.status) : outcome
      },
    }
  },
}

const eraseQuery = ({ project, dataset, table }: BigQuery, leadIds: readonly string[]): object => ({
  query: `DELETE FROM \`${project}.${dataset}.${table}\` WHERE lead_id IN UNNEST(@leads)`,
  useLegacySql: false,
  parameterMode: "NAMED",
  queryParameters: [{ name: "leads", parameterType: { type: "ARRAY", arrayType: { type: "STRING" } }, parameterValue: { arrayValues: leadIds.map((value) => ({ value })) } }],
})
