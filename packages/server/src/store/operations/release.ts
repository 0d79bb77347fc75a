import type { DatabaseSync } from "node:sqlite"

/**
 * At start nobody holds a lease (one server per folder): what a killed process had leased is due at once.
 * An attempt whose outcome nobody saw still counts: it may have reached the peer.
 */
export const releaseLeases = (db: DatabaseSync): ((now: number) => number) => {
  const release = db.prepare("UPDATE delivery SET lease_until = 0, due_at = ? WHERE state = 'pending' AND lease_until > 0")
  return (now) => Number(release.run(now).changes)
}
