import { canonicalJson } from "@tagwright/formats"
import type { AppendInput, Verdict } from "../model.ts"
import type { Sql } from "./connect.ts"
import { columns, insertEvents } from "./events.ts"
import { sealAll } from "./keys.ts"
import { addEdges, updatePeople } from "./people.ts"

const QUARANTINE = "INSERT INTO quarantine (id, source, received_at, reason, lead_id, name, body) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bytea[])"

const quarantine = async (sql: Sql, batches: readonly AppendInput[]): Promise<void> => {
  const all = batches.flatMap(({ quarantined }) => quarantined)
  if (all.length === 0) return
  const bodies = await sealAll(sql, all.map(({ id, leadId, body }) => ({ subject: leadId ?? `event:${id}`, plain: body })))
  await sql.run(QUARANTINE, [...columns(all, ({ id }) => id, ({ source }) => source, ({ receivedAt }) => receivedAt, ({ reason }) => reason, ({ leadId }) => leadId ?? null, ({ name }) => name ?? null), bodies])
}

/** Stores batches in a handful of statements: people first, so that their consent is in force for their own events. */
export const append = async (sql: Sql, batches: readonly AppendInput[]): Promise<Verdict[][]> => {
  await updatePeople(sql, batches.flatMap(({ person }) => person ?? []))
  await addEdges(sql, batches.flatMap(({ edges }) => edges ?? []))
  await quarantine(sql, batches)
  const stored = await insertEvents(sql, batches.flatMap(({ events }) => events))
  return batches.map(({ events }) => events.map((event) => (stored.has(event) ? "accepted" : "duplicate")))
}

/** What is stored by one statement commits itself: no BEGIN and no COMMIT to wait for. */
export const isOneStatement = (batches: readonly AppendInput[]): boolean =>
  batches.every(({ person, edges = [], quarantined, events }) => person === undefined && edges.length === 0 && quarantined.length === 0 && events.every(({ personal }) => personal === undefined))

/** A person whose choice changes between two batches needs them in two transactions: the second stops what the first queued. */
export const appendTogether = (taken: readonly AppendInput[], { person }: AppendInput): boolean =>
  person === undefined || taken.every((one) => one.person?.leadId !== person.leadId || canonicalJson(one.person.choice) === canonicalJson(person.choice))
