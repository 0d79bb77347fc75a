import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { eventInserter } from "../events.ts"
import type { Verdict } from "../../model.ts"
import { unpack, type PackedInput } from "../shared-fields.ts"
import { edgeAdder } from "./identity.ts"
import { personUpdater } from "./person.ts"

export interface Appended {
  verdicts: Verdict[]
  /** What the batch says of its person is what is known of it now */
  inForce: boolean
}

/** Stores a batch: the person first, so that its consent is in force for its own events. */
export const append = (db: DatabaseSync, vault: Vault): ((input: PackedInput) => Appended) => {
  const insertEvent = eventInserter(db, vault)
  const updatePerson = personUpdater(db)
  const addEdge = edgeAdder(db)
  const quarantine = db.prepare("INSERT INTO quarantine (id, source, received_at, reason, lead_id, body, name) VALUES (?, ?, ?, ?, ?, ?, ?)")
  return (input) => {
    const { quarantined, person, edges = [] } = input
    const inForce = person !== undefined && updatePerson(person)
    for (const edge of edges) addEdge(edge)
    for (const one of quarantined)
      quarantine.run(one.id, one.source, one.receivedAt, one.reason, one.leadId ?? null, vault.seal(one.leadId ?? `event:${one.id}`, one.body), one.name ?? null)
    return { verdicts: unpack(input).map((event) => (insertEvent(event) === undefined ? "duplicate" : "accepted")), inForce }
  }
}
