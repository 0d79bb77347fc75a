import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../privacy/vault.ts"
import { bytes, integer, json, maybeInteger, maybeJson, maybeText, text, type Row } from "../columns.ts"
import { readEvent, sealedUnder } from "../events.ts"
import type { Claimed, Person } from "../model.ts"

export interface ClaimInput {
  destination: string
  now: number
  leaseUntil: number
  limit: number
}
export interface ClaimOutput {
  claimed: Claimed[]
  /** When the next delivery of this destination is due, if one waits */
  nextDueAt: number | undefined
}

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
  const own = db.prepare("SELECT personal FROM event WHERE seq = ?")
  const latest = db.prepare("SELECT id, personal FROM event WHERE lead_id = ? AND personal IS NOT NULL ORDER BY at DESC LIMIT 1")
  const open = (subject: string, sealed: Uint8Array): Record<string, string> | undefined => {
    const plain = vault.open(subject, sealed)
    if (plain === undefined) return undefined
    const values: Record<string, string> = JSON.parse(plain.toString())
    return values
  }
  return (event: { seq: number; id: string; leadId?: string | undefined }): Record<string, string> => {
    const mine = own.get(event.seq)?.["personal"] ?? null
    if (mine !== null) return open(sealedUnder(event), bytes(mine)) ?? {}
    const row = event.leadId === undefined ? undefined : latest.get(event.leadId)
    return (event.leadId !== undefined && row !== undefined && open(event.leadId, bytes(row["personal"]))) || {}
  }
}

/** Leases due deliveries to a worker. A lease that runs out gives the delivery back: at least once, never lost. */
export const claim = (db: DatabaseSync, vault: Vault): ((input: ClaimInput) => ClaimOutput) => {
  const lease = db.prepare(
    `UPDATE delivery SET lease_until = ?, due_at = ?, attempt = attempt + 1 WHERE id IN (
       SELECT id FROM delivery WHERE destination = ? AND state = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT ?)
     RETURNING id, event_seq, attempt, retry_from`,
  )
  const next = db.prepare("SELECT min(due_at) AS due FROM delivery WHERE destination = ? AND state = 'pending'")
  const event = db.prepare("SELECT * FROM event WHERE seq = ?")
  const person = db.prepare("SELECT * FROM person WHERE lead_id = ?")
  const personal = personalFinder(db, vault)
  return ({ destination, now, leaseUntil, limit }) => {
    // A leased delivery is due again when its lease runs out: one index serves both.
    const rows = limit > 0 ? lease.all(leaseUntil, leaseUntil, destination, now, limit) : []
    const claimed = rows.flatMap((row): Claimed[] => {
      const stored = event.get(integer(row["event_seq"]))
      if (stored === undefined) return []
      const found = readEvent(stored)
      const owner = found.leadId === undefined ? undefined : person.get(found.leadId)
      return [
        { id: integer(row["id"]), attempt: integer(row["attempt"]), tries: integer(row["attempt"]) - integer(row["retry_from"]), destination, event: found, personal: personal(found), person: owner && readPerson(owner) },
      ]
    })
    return { claimed, nextDueAt: maybeInteger(next.get(destination)?.["due"] ?? null) }
  }
}
