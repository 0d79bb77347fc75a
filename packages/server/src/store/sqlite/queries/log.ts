import type { DatabaseSync } from "node:sqlite"
import type { Page, QuarantineView, StoredEvent } from "../../model.ts"
import { integer, text } from "../../columns.ts"
import { readEvent } from "../events.ts"

export const logQueries = (db: DatabaseSync) => {
  const events = db.prepare("SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
  const ofLead = db.prepare("SELECT * FROM event WHERE lead_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3")
  const quarantine = db.prepare("SELECT * FROM quarantine WHERE seq > ? ORDER BY seq LIMIT ?")
  const keys = db.prepare("SELECT key FROM conversion_key WHERE key >= ?1 AND key < ?1 || char(1114111)")
  const conversion = db.prepare("SELECT 1 FROM conversion_key WHERE key IN (SELECT value FROM json_each(?)) LIMIT 1")
  return {
    events: ({ since, limit, leadId }: Page & { leadId?: string | undefined }): StoredEvent[] =>
      (leadId === undefined ? events.all(since, limit) : ofLead.all(leadId, since, limit)).map(readEvent),
    quarantine: ({ since, limit }: Page): QuarantineView[] =>
      quarantine.all(since, limit).map((row) => ({ seq: integer(row["seq"]), id: text(row["id"]), source: text(row["source"]), receivedAt: integer(row["received_at"]), reason: text(row["reason"]) })),
    conversionKeys: (prefix: string): string[] => keys.all(prefix).map((row) => text(row["key"])),
    hasConversion: (keys: readonly string[]): boolean => conversion.get(JSON.stringify(keys)) !== undefined,
  }
}
