import { createHash } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import type { OpsAuditEntry, OpsPage } from "@tagwright/formats"
import { integer, maybeText, text, type Row } from "../../store/columns.ts"

export type AuditAction =
  | "signed_in" | "sign_in_failed" | "signed_out" | "invited" | "enrolled" | "role_changed" | "disabled" | "enabled" | "refused"
  | "replayed" | "messages_reread" | "discarded" | "destination_enabled" | "person_viewed" | "person_exported" | "person_erased" | "exported_list" | "acknowledged" | "attested" | "spend_imported"

export interface AuditLog {
  /** `detail` holds counts, names and codes, never a value of a person */
  add(at: number, actor: string, action: AuditAction, subject: string, detail?: string): void
  list(before: number | undefined, limit: number): OpsPage<OpsAuditEntry>
  /** First entry whose digest does not follow from the one before it */
  broken(): number | undefined
}

const digestOf = (previous: string, parts: readonly (string | number | null)[]): string => createHash("sha256").update(JSON.stringify([previous, ...parts])).digest("hex")
const partsOf = (row: Row): (string | number | null)[] => [integer(row["at"]), text(row["actor"]), text(row["action"]), text(row["subject"]), maybeText(row["detail"]) ?? null]

/** Each entry carries a digest over itself and its predecessor's digest: a line changed afterwards breaks the chain. */
export const openAuditLog = (db: DatabaseSync): AuditLog => {
  const last = db.prepare("SELECT digest FROM audit ORDER BY seq DESC LIMIT 1")
  const insert = db.prepare("INSERT INTO audit (at, actor, action, subject, detail, digest) VALUES (?, ?, ?, ?, ?, ?)")
  const list = db.prepare("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?")
  const all = db.prepare("SELECT * FROM audit ORDER BY seq")
  return {
    add: (at, actor, action, subject, detail) => {
      const parts = [at, actor, action, subject, detail ?? null] as const
      const previous = last.get()?.["digest"]
      insert.run(...parts, digestOf(typeof previous === "string" ? previous : "", parts))
    },
    list: (before, limit) => {
      const items = list.all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => ({
        seq: integer(row["seq"]),
        at: integer(row["at"]),
        actor: text(row["actor"]),
        action: text(row["action"]),
        subject: text(row["subject"]),
        detail: maybeText(row["detail"]),
      }))
      return { items, next: items.length === limit ? items.at(-1)?.seq : undefined }
    },
    broken: () => {
      let previous = ""
      for (const row of all.iterate()) {
        const digest = digestOf(previous, partsOf(row))
        if (digest !== text(row["digest"])) return integer(row["seq"])
        previous = digest
      }
      return undefined
    },
  }
}
