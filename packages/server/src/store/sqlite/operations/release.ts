import type { DatabaseSync } from "node:sqlite"
import type { Lease } from "../../model.ts"

/** Gives leases back untouched. The fence holds here too: a lease that ran out and was given on is not ours. */
export const release = (db: DatabaseSync): ((input: { leases: readonly Lease[]; now: number }) => number) => {
  const back = db.prepare("UPDATE delivery SET lease_until = 0, due_at = ?, attempt = attempt - 1 WHERE id = ? AND attempt = ? AND state = 'pending' AND lease_until > 0")
  return ({ leases, now }) => leases.reduce((count, { id, attempt }) => count + Number(back.run(now, id, attempt).changes), 0)
}

/**
 * At start nobody holds a lease (one server per folder): what a killed process had leased is due at once.
 * An attempt whose outcome nobody saw still has its number (it may have reached the peer), but it is our failure, not
 * the peer's: it does not lengthen the wait after the next one.
 */
export const releaseAll = (db: DatabaseSync): ((now: number) => number) => {
  const deliveries = db.prepare("UPDATE delivery SET lease_until = 0, due_at = ?, retry_from = retry_from + 1 WHERE state = 'pending' AND lease_until > 0")
  const webhooks = db.prepare("UPDATE webhook SET lease_until = 0, due_at = ? WHERE state = 'received' AND lease_until > 0")
  return (now) => Number(deliveries.run(now).changes) + Number(webhooks.run(now).changes)
}
