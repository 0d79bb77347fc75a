import { createHash } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { maybeBytes, maybeText, text } from "../../columns.ts"
import { eventInserter, readEvent } from "../events.ts"
import { leadName, leadsIn } from "../../../identity/names.ts"
import { erasedIn, errandOf } from "../../errand.ts"
import { ERASURE, type Erased, type EraseInput, type EraseOutput, type PersonExport } from "../../model.ts"
import { readConsent } from "../../read-consent.ts"
import { personalFinder, readPerson } from "./claim.ts"
import { clusterReader } from "./identity.ts"

export const exportPerson = (db: DatabaseSync, vault: Vault): ((leadId: string) => PersonExport) => {
  const cluster = clusterReader(db)
  const personal = personalFinder(db, vault)
  const list = "IN (SELECT value FROM json_each(?))"
  const people = db.prepare(`SELECT * FROM person WHERE lead_id ${list}`)
  const events = db.prepare(`SELECT * FROM event WHERE lead_id ${list} ORDER BY at`)
  const consent = db.prepare(`SELECT at, choice, proof FROM consent_log WHERE lead_id ${list} ORDER BY at`)
  const deliveries = db.prepare(`SELECT event.name AS event, destination, state, settled_at FROM delivery JOIN event ON event.seq = event_seq WHERE event.lead_id ${list} ORDER BY delivery.id`)
  return (leadId) => {
    const names = cluster(leadName(leadId))
    const leads = JSON.stringify(leadsIn(names))
    return {
      names,
      people: people.all(leads).map(readPerson),
      events: events.all(leads).map((row) => {
        const event = readEvent(row)
        return { ...event, personal: row["personal"] === null ? {} : personal(event, maybeBytes(row["personal"])) }
      }),
      consent: consent.all(leads).map(readConsent),
      deliveries: deliveries.all(leads).map((row) => {
        const at = row["settled_at"]
        return { event: text(row["event"]), destination: text(row["destination"]), state: text(row["state"]), at: typeof at === "number" ? at : null }
      }),
    }
  }
}

/** Takes everything that leads back to these leads out of the database, and their keys. Answers how many events lost their person. */
const stripper = (db: DatabaseSync, vault: Vault): ((leads: readonly string[], names: readonly string[]) => number) => {
  const stop = db.prepare("UPDATE delivery SET state = 'withheld', reason = 'erased', answer = NULL WHERE event_seq IN (SELECT seq FROM event WHERE lead_id = ?) AND state = 'pending'")
  const forgetAnswers = db.prepare("UPDATE delivery_attempt SET answer = NULL WHERE delivery_id IN (SELECT delivery.id FROM delivery JOIN event ON event.seq = event_seq WHERE event.lead_id = ?)")
  const anonymous = db.prepare("UPDATE delivery SET answer = NULL, person = NULL WHERE event_seq IN (SELECT seq FROM event WHERE lead_id = ?) AND (answer IS NOT NULL OR person IS NOT NULL)")
  const strip = db.prepare("UPDATE event SET lead_id = NULL, client_id = NULL, session_id = NULL, page = NULL, personal = NULL, params = json_remove(params, '$.lead_id') WHERE lead_id = ?")
  const webhooks = db.prepare("SELECT source, key FROM webhook WHERE lead_id = ?")
  const proof = db.prepare("UPDATE consent_log SET lead_id = ? WHERE lead_id = ?")
  const removals = ["DELETE FROM webhook WHERE lead_id = ?", "DELETE FROM person WHERE lead_id = ?", "DELETE FROM touch WHERE lead_id = ?", "DELETE FROM quarantine WHERE lead_id = ?"].map((sql) => db.prepare(sql))
  const forgetName = db.prepare("DELETE FROM identity_edge WHERE a = ?1 OR b = ?1")
  return (leads, names) => {
    let events = 0
    for (const lead of leads) {
      for (const row of webhooks.all(lead)) vault.destroy(`webhook:${text(row["source"])}:${text(row["key"])}`)
      for (const statement of [stop, forgetAnswers, anonymous]) statement.run(lead)
      events += Number(strip.run(lead).changes)
      // The proof of consent outlives the person's data, under a name that leads back to nobody.
      proof.run(`erased:${createHash("sha256").update(lead).digest("hex")}`, lead)
      for (const removal of removals) removal.run(lead)
      vault.destroy(lead)
    }
    for (const name of names) forgetName.run(name)
    return events
  }
}

/**
 * Art. 17: the keys of the person's values are destroyed, what is left loses every id; what was queued stops, and every
 * destination that received something is told through the same queue. Figures (amounts, counts) stay: they name nobody.
 */
export const erase = (db: DatabaseSync, vault: Vault): ((input: EraseInput) => EraseOutput) => {
  const cluster = clusterReader(db)
  const personal = personalFinder(db, vault)
  const insert = eventInserter(db, vault)
  const strip = stripper(db, vault)
  const ofLead = db.prepare("SELECT * FROM event WHERE lead_id = ? ORDER BY at DESC")
  const recipients = db.prepare("SELECT DISTINCT destination FROM delivery JOIN event ON event.seq = event_seq WHERE event.lead_id = ? AND state IN ('delivered', 'dead') AND attempt > 0")
  return (input) => {
    const names = cluster(leadName(input.leadId))
    const leads = leadsIn(names)
    const { told, event, suppress } = errandOf(
      {
        names,
        recipients: leads.flatMap((lead) => recipients.all(lead).map((row) => text(row["destination"]))),
        events: leads.flatMap((lead) => ofLead.all(lead).map((row) => ({ event: readEvent(row), personal: personal(readEvent(row), maybeBytes(row["personal"])) }))),
      },
      input,
    )
    for (const name of suppress) vault.suppress(name, input.now)
    const events = strip(leads, names)
    if (event !== undefined) insert(event)
    return { leads: leads.length, events, told }
  }
}

/** Read where the keys are. */
export const erased = (db: DatabaseSync, vault: Vault): ((errandId: string) => Erased | undefined) => {
  const find = db.prepare(`SELECT * FROM event WHERE id = ? AND name = '${ERASURE}' AND personal IS NOT NULL`)
  const personal = personalFinder(db, vault)
  return (errandId) => {
    const row = find.get(errandId)
    return row && erasedIn(personal(readEvent(row), maybeBytes(row["personal"])))
  }
}

/** After a backup came back: whoever was erased since is erased again. Recipients have heard of it already. Answers how many. */
export const eraseAgain = (db: DatabaseSync, vault: Vault): (() => number) => {
  const everybody = db.prepare("SELECT lead_id FROM event WHERE lead_id IS NOT NULL UNION SELECT lead_id FROM person UNION SELECT lead_id FROM consent_log UNION SELECT lead_id FROM webhook WHERE lead_id IS NOT NULL")
  const cluster = clusterReader(db)
  const strip = stripper(db, vault)
  return () => {
    const again = everybody.all().map((row) => text(row["lead_id"])).filter((lead) => vault.erasedAt(leadName(lead)) !== undefined)
    for (const lead of again) strip([lead], cluster(leadName(lead)))
    return again.length
  }
}

/** Once every recipient knows, the address in the errand is not needed any more. */
export const closeErrands = (db: DatabaseSync, vault: Vault): (() => number) => {
  const done = db.prepare(
    `SELECT id FROM event WHERE name = '${ERASURE}' AND personal IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state IN ('pending', 'dead'))`,
  )
  const strip = db.prepare("UPDATE event SET personal = NULL WHERE id = ?")
  return () => {
    const ids = done.all().flatMap((row) => maybeText(row["id"]) ?? [])
    for (const id of ids) {
      strip.run(id)
      vault.destroy(`event:${id}`)
    }
    return ids.length
  }
}
