import { mergePerson, type PersonRow } from "../merge-person.ts"
import type { EdgeInput, PersonUpdate } from "../model.ts"
import { text } from "../columns.ts"
import { readPersonRow } from "../sqlite/operations/person.ts"
import type { Sql } from "./connect.ts"
import { columns } from "./events.ts"

/** Nobody's choice yet: stands for a moment, inside a transaction, so that the row can be locked. */
const NOBODY = ""

const LOCK = "SELECT * FROM person WHERE lead_id = ANY($1::text[]) ORDER BY lead_id FOR UPDATE"
const ADD = "INSERT INTO person (lead_id, choice, choice_at, seen_at) SELECT lead, $2, -1, 0 FROM unnest($1::text[]) AS lead ON CONFLICT (lead_id) DO NOTHING"

/** Locks the people's rows in one order, so that processes that meet wait for each other and hardly ever in a circle. */
const lockPeople = async (sql: Sql, leads: readonly string[]): Promise<Map<string, PersonRow>> => {
  const known = await sql.rows(LOCK, [leads])
  const present = new Set(known.map((row) => text(row["lead_id"])))
  const missing = leads.filter((lead) => !present.has(lead))
  if (missing.length > 0) {
    await sql.run(ADD, [missing, NOBODY])
    // Another process may have added them meanwhile.
    known.push(...(await sql.rows(LOCK, [missing])))
  }
  return new Map(known.flatMap((row) => (row["choice"] === NOBODY ? [] : [[text(row["lead_id"]), readPersonRow(row)] as const])))
}

const WRITE = `UPDATE person SET client_id = v.client_id, session_id = v.session_id, choice = v.choice, choice_at = v.choice_at,
    first_touch = v.first_touch, last_touch = v.last_touch, seen_at = v.seen_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
    AS v (lead_id, client_id, session_id, choice, choice_at, first_touch, last_touch, seen_at) WHERE person.lead_id = v.lead_id`
const LOG = "INSERT INTO consent_log (lead_id, at, choice, proof) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])"
const TOUCHES = "INSERT INTO touch (lead_id, at, touch) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) ON CONFLICT (lead_id, at) DO NOTHING"
const WITHHOLD = `UPDATE delivery SET state = 'withheld', reason = 'consent_withdrawn'
  WHERE event_seq IN (SELECT seq FROM event WHERE lead_id = $1) AND state = 'pending' AND destination = ANY($2::text[])`

/** Remembers what batches say about their people, in order: the rules are `mergePerson`'s. */
export const updatePeople = async (sql: Sql, updates: readonly PersonUpdate[]): Promise<void> => {
  if (updates.length === 0) return
  const known = await lockPeople(sql, [...new Set(updates.map(({ leadId }) => leadId))].toSorted())
  const changed = new Map<string, PersonRow>()
  const log: { lead: string; at: number; choice: string; proof: string | null }[] = []
  const touches: { lead: string; at: number; touch: string }[] = []
  for (const update of updates) {
    const lead = update.leadId
    const before = changed.get(lead) ?? known.get(lead)
    const { next, logged, touches: seen } = mergePerson(before, update)
    if (next !== before) changed.set(lead, next)
    touches.push(...seen.map((one) => ({ lead, ...one })))
    if (logged === undefined) continue
    log.push({ lead, ...logged })
    if (update.denied.length > 0) await sql.run(WITHHOLD, [lead, update.denied])
  }
  if (changed.size > 0) {
    await sql.run(
      WRITE,
      columns([...changed], ([lead]) => lead, ([, row]) => row.clientId, ([, row]) => row.sessionId, ([, row]) => row.choice, ([, row]) => row.choiceAt, ([, row]) => row.firstTouch, ([, row]) => row.lastTouch, ([, row]) => row.seenAt),
    )
  }
  if (log.length > 0) await sql.run(LOG, columns(log, ({ lead }) => lead, ({ at }) => at, ({ choice }) => choice, ({ proof }) => proof))
  if (touches.length > 0) await sql.run(TOUCHES, columns(touches, ({ lead }) => lead, ({ at }) => at, ({ touch }) => touch))
}

const EDGES = "INSERT INTO identity_edge (a, b, source, at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) ON CONFLICT (a, b, source) DO NOTHING"

/** Adds edges. Answers how many were not known. */
export const addEdges = async (sql: Sql, edges: readonly EdgeInput[]): Promise<number> => {
  const sorted = edges.toSorted((x, y) => (`${x.a}\n${x.b}` < `${y.a}\n${y.b}` ? -1 : 1))
  return sorted.length === 0 ? 0 : sql.run(EDGES, columns(sorted, ({ a }) => a, ({ b }) => b, ({ source }) => source, ({ at }) => at))
}

export const unmerge = (sql: Sql, { a, b, now }: { a: string; b: string; now: number }): Promise<number> =>
  sql.run("UPDATE identity_edge SET removed_at = $3 WHERE removed_at IS NULL AND ((a = $1 AND b = $2) OR (a = $2 AND b = $1))", [a, b, now])
