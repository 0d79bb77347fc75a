import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { bytes, integer, json, maybeBytes, maybeInteger, maybeJson, maybeText, text, type Row } from "../../columns.ts"
import { HAS_TURN, MAY_BE_FIRST } from "../../line.ts"
import { readEvent, sealedUnder } from "../events.ts"
import type { ClaimInput, Claimed, Claims, Person } from "../../model.ts"
import { suppressor } from "./suppression.ts"

export const readPerson = (row: Row): Person => ({
  leadId: text(row["lead_id"]),
  clientId: maybeText(row["client_id"]),
  sessionId: maybeText(row["session_id"]),
  choice: json(row["choice"]),
  choiceAt: integer(row["choice_at"]),
  firstTouch: maybeJson(row["first_touch"]),
  lastTouch: maybeJson(row["last_touch"]),
})

/** Personal values of an event: its own, or else the latest the same person gave us (a refund finds its CRM contact that way). */
export const personalFinder = (db: DatabaseSync, vault: Vault) => {
  const latest = db.prepare("SELECT id, personal FROM event WHERE lead_id = ? AND personal IS NOT NULL ORDER BY at DESC LIMIT 1")
  const open = (subject: string, sealed: Uint8Array): Record<string, string> | undefined => {
    const plain = vault.open(subject, sealed)
    if (plain === undefined) return undefined
    const values: Record<string, string> = JSON.parse(plain.toString())
    return values
  }
  return (event: { id: string; leadId?: string | undefined }, own: Uint8Array | undefined): Record<string, string> => {
    if (own !== undefined) return open(sealedUnder(event), own) ?? {}
    const row = event.leadId === undefined ? undefined : latest.get(event.leadId)
    return (event.leadId !== undefined && row !== undefined && open(event.leadId, bytes(row["personal"]))) || {}
  }
}

/** Leases due deliveries to a worker. A lease that runs out gives the delivery back: at least once, never lost. */
export const claim = (db: DatabaseSync, vault: Vault): ((input: ClaimInput) => Claims) => {
  const disabled = db.prepare("SELECT 1 FROM destination_state WHERE destination = ?")
  const due = db.prepare(
    `SELECT delivery.id AS delivery, delivery.attempt, delivery.retry_from + (lease_until > 0) AS retry_from, event.* FROM delivery JOIN event ON event.seq = delivery.event_seq
     WHERE destination = ? AND state = 'pending' AND due_at <= ? AND ${HAS_TURN} ORDER BY due_at, delivery.id LIMIT ?`,
  )
  // A leased delivery is due again when its lease runs out: one index serves both. Such an attempt failed by our fault.
  const lease = db.prepare("UPDATE delivery SET retry_from = retry_from + (lease_until > 0), lease_until = ?1, due_at = ?1, attempt = attempt + 1 WHERE id = ?2")
  const next = db.prepare(`SELECT due_at AS due FROM delivery WHERE destination = ? AND state = 'pending' AND ${MAY_BE_FIRST} AND ${HAS_TURN} ORDER BY due_at LIMIT 1`)
  const person = db.prepare("SELECT * FROM person WHERE lead_id = ?")
  const personalOf = personalFinder(db, vault)
  const isSuppressed = suppressor(db, vault)
  return ({ destination, now, leaseUntil, limit, suppression }) => {
    if (disabled.get(destination) !== undefined) return { claimed: [], nextDueAt: undefined }
    const rows = limit > 0 ? due.all(destination, now, limit) : []
    const claimed = rows.map((row): Claimed => {
      const id = integer(row["delivery"])
      lease.run(leaseUntil, id)
      const event = readEvent(row)
      const owner = event.leadId === undefined ? undefined : person.get(event.leadId)
      const attempt = integer(row["attempt"]) + 1
      const personal = personalOf(event, maybeBytes(row["personal"]))
      const suppressed = suppression !== undefined && isSuppressed(event, personal, suppression)
      return { id, attempt, tries: attempt - integer(row["retry_from"]), destination, event, personal, person: owner && readPerson(owner), ...(suppressed && { suppressed }) }
    })
    return { claimed, nextDueAt: maybeInteger(next.get(destination)?.["due"] ?? null) }
  }
}
