import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../privacy/vault.ts"
import { append } from "./append.ts"
import { claim } from "./claim.ts"
import { unmerge } from "./identity.ts"
import { closeErrands, erasePerson, exportPerson } from "./privacy.ts"
import { applyRetention } from "./retention.ts"
import { ERASURE } from "../model.ts"
import { disableDestination, discard, enableDestination, replay } from "./operator.ts"
import { releaseLeases } from "./release.ts"
import { settle } from "./settle.ts"
import { settleWebhook, storeWebhook, takeWebhooks } from "./webhooks.ts"

/** A cheap write with its own fsync: what readiness is decided by. */
const probe = (db: DatabaseSync): ((now: number) => void) => {
  const write = db.prepare("INSERT INTO meta (key, value) VALUES ('probe', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
  return (now) => void write.run(String(now))
}

/** Everything that writes, by name. Each runs inside a transaction that it shares with whatever else is waiting. */
export const bindOperations = (db: DatabaseSync, vault: Vault) => ({
  append: append(db, vault),
  claim: claim(db, vault),
  settle: settle(db),
  releaseLeases: releaseLeases(db),
  storeWebhook: storeWebhook(db, vault),
  takeWebhooks: takeWebhooks(db, vault),
  settleWebhook: settleWebhook(db, vault),
  replay: replay(db),
  discard: discard(db),
  disableDestination: disableDestination(db),
  enableDestination: enableDestination(db),
  probe: probe(db),
  unmerge: unmerge(db),
  exportPerson: exportPerson(db, vault),
  erasePerson: erasePerson(db, vault),
  closeErrands: closeErrands(db, vault, ERASURE),
  applyRetention: applyRetention(db, vault),
})

export type Operations = ReturnType<typeof bindOperations>
export type OperationName = keyof Operations
export type InputOf<K extends OperationName> = Parameters<Operations[K]>[0]
export type OutputOf<K extends OperationName> = ReturnType<Operations[K]>
/** One request to the writer thread. */
export type Job = { [K in OperationName]: { name: K; input: InputOf<K> } }[OperationName]
export type JobResult = { ok: true; output: unknown } | { ok: false; error: { message: string; disk: boolean } }
