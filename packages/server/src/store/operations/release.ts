import type { DatabaseSync } from "node:sqlite"

/**
 * At start nobody holds a lease (one server per folder): what a killed process had leased is due at once.
 * An attempt whose outcome nobody saw still has its number (it may have reached the peer), but it is our failure, not
 * the peer's: it does not lengthen the wait after the next one.
 */
export const releaseLeases = (db: DatabaseSync): ((now: number) => number) => {
  const release = db.prepare("UPDATE delivery SET lease_until = 0, due_at = ?, retry_from = retry_from + 1 WHERE state = 'pending' AND lease_until > 0")
  return (now) => Number(release.run(now).changes)
}
