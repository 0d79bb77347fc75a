import type { DatabaseSync } from "node:sqlite"
import type { Touch } from "@tagwright/formats"
import type { ConsentRecord, Edge, Person } from "../../model.ts"
import { integer, json, maybeInteger, text } from "../../columns.ts"
import { readConsent } from "../../read-consent.ts"
import { leadName, leadsIn } from "../../../identity/names.ts"
import { readPerson } from "../operations/claim.ts"
import { clusterReader } from "../operations/identity.ts"

export const peopleQueries = (db: DatabaseSync) => {
  const person = db.prepare("SELECT * FROM person WHERE lead_id = ?")
  const people = db.prepare("SELECT * FROM person WHERE lead_id IN (SELECT value FROM json_each(?))")
  const leadOf = db.prepare(
    "SELECT b FROM identity_edge WHERE a IN (SELECT value FROM json_each(?)) AND removed_at IS NULL AND b LIKE 'lead:%' ORDER BY at DESC, seq DESC LIMIT 1",
  )
  const edges = db.prepare("SELECT a, b, source, at, removed_at FROM identity_edge WHERE a IN (SELECT value FROM json_each(?1)) OR b IN (SELECT value FROM json_each(?1)) ORDER BY seq")
  const consent = db.prepare("SELECT at, choice, proof FROM consent_log WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY at, seq")
  const touches = db.prepare("SELECT touch FROM touch WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY at")
  const cluster = clusterReader(db)
  return {
    person: (leadId: string): Person | undefined => {
      const row = person.get(leadId)
      return row && readPerson(row)
    },
    people: (leadIds: readonly string[]): Person[] => people.all(JSON.stringify(leadIds)).map(readPerson),
    cluster,
    edgesOf: (names: readonly string[]): Edge[] =>
      edges.all(JSON.stringify(names)).map((row) => ({ a: text(row["a"]), b: text(row["b"]), source: text(row["source"]), at: integer(row["at"]), removedAt: maybeInteger(row["removed_at"]) })),
    consentOf: (leadIds: readonly string[]): ConsentRecord[] => consent.all(JSON.stringify(leadIds)).map(readConsent),
    leadOf: (aliases: readonly string[]): string | undefined => {
      const row = aliases.length === 0 ? undefined : leadOf.get(JSON.stringify(aliases))
      return row && leadsIn([text(row["b"])])[0]
    },
    touchesOf: (leadId: string): Touch[] => {
      const leads = leadsIn(cluster(leadName(leadId)))
      return touches.all(JSON.stringify(leads)).map((row) => json<Touch>(row["touch"]))
    },
  }
}
