import type { DatabaseSync } from "node:sqlite"
import { leadName } from "../../../identity/names.ts"
import type { Vault } from "../../../privacy/vault.ts"
import type { StoredEvent, SuppressionRule } from "../../model.ts"
import { agreedAnew, namesIn } from "../../suppression.ts"
import { readConsent } from "../../read-consent.ts"

/** The latest erasure of anybody with one of these names. */
export const erasedAt = (vault: Pick<Vault, "erasedAt">): ((names: readonly string[]) => number | undefined) => (names) => {
  const times = names.flatMap((name) => vault.erasedAt(name) ?? [])
  return times.length === 0 ? undefined : Math.max(...times)
}

/** Is an event of somebody who was erased and has not agreed anew? */
export const suppressor = (db: DatabaseSync, vault: Vault): ((event: StoredEvent, personal: Record<string, string>, rule: SuppressionRule) => boolean) => {
  const log = db.prepare("SELECT at, choice, proof FROM consent_log WHERE lead_id = ? ORDER BY at, seq")
  const lookUp = erasedAt(vault)
  return (event, personal, rule) => {
    const at = lookUp(namesIn(event, personal, rule))
    if (at === undefined) return false
    const { leadId } = event
    return leadId === undefined || !agreedAnew(log.all(leadId).map(readConsent), rule, at, vault.erasedAt(leadName(leadId)) !== undefined)
  }
}
