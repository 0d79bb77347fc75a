import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { append } from "./append.ts"
import { canaryThrough, dropCanaries } from "./canary.ts"
import { claim } from "./claim.ts"
import { grant } from "./grant.ts"
import { unmerge } from "./identity.ts"
import { closeErrands, erase, erased, exportPerson } from "./privacy.ts"
import { applyRetention } from "./retention.ts"
import { disableDestination, discard, enableDestination, redrive } from "./operator.ts"
import { release, releaseAll } from "./release.ts"
import { settle } from "./settle.ts"
import { erasedAt } from "./suppression.ts"
import { importSpend } from "./spend.ts"
import { rereadWebhooks, settleWebhook, storeWebhook, takeWebhooks } from "./webhooks.ts"

/** As much as a busy moment writes at once: on a disk that is nearly full, a few bytes more would still fit. */
const PROBE_BYTES = 64 * 1024

/** A write with its own fsync: what readiness is decided by. */
const probe = (db: DatabaseSync): ((now: number) => void) => {
  const write = db.prepare("INSERT INTO meta (key, value) VALUES ('probe', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
  return (now) => void write.run(String(now).padEnd(PROBE_BYTES))
}

/** Everything that writes, by name. Each runs inside a transaction that it shares with whatever else is waiting. */
export const bindOperations = (db: DatabaseSync, vault: Vault) => ({
  append: append(db, vault),
  grant: grant(db),
  claim: claim(db, vault),
  settle: settle(db),
  release: release(db),
  releaseAll: releaseAll(db),
  storeWebhook: storeWebhook(db, vault),
  takeWebhooks: takeWebhooks(db, vault),
  settleWebhook: settleWebhook(db, vault),
  rereadWebhooks: rereadWebhooks(db),
  redrive: redrive(db),
  discard: discard(db),
  disableDestination: disableDestination(db),
  enableDestination: enableDestination(db),
  importSpend: importSpend(db),
  probe: probe(db),
  canaryThrough: canaryThrough(db),
  dropCanaries: dropCanaries(db),
  unmerge: unmerge(db),
  exportPerson: exportPerson(db, vault),
  erase: erase(db, vault),
  erased: erased(db, vault),
  erasedAt: erasedAt(vault),
  closeErrands: closeErrands(db, vault),
  applyRetention: applyRetention(db, vault),
})

export type WriteOperations = ReturnType<typeof bindOperations>
