import type { AlertName } from "@tagwright/operations"
import type { AlertSeverity } from "@tagwright/formats"
import type { Ratio, StoreSight } from "../../kpi/store-sight.ts"

/** Something that is wrong right now. */
export interface Condition {
  rule: AlertName
  severity: AlertSeverity
  labels: Record<string, string>
}

/** What this process counted itself. */
export interface OwnSight {
  now: number
  breakers: { destination: string; open: boolean }[]
  storeBroken: boolean
  /** Since the round before */
  personalData: Record<string, number>
  requests: { all: number; failed: number }
  canaries: { destination: string; ok: boolean }[]
  /** When this machine's own database was last backed up; undefined where the database is somebody else's to keep */
  backupAt: number | undefined
  /** How far our clock is ahead of what vendors say the time is; undefined: nobody said */
  clockSkewMs: number | undefined
}
/** What everybody sees who shares the store. */
export interface SharedSight extends StoreSight {
  /** `ratio` of the week before */
  usual: Ratio
  oldestPending: { destination: string; seconds: number }[]
  dead: { destination: string; count: number }[]
  disabled: string[]
  retentionAgeMs: number | undefined
  canaryAges: { destination: string; ms: number }[]
}
/** What a round of watching looks at. Without `shared` it is another process's turn to tell of the store. */
export interface Sight {
  own: OwnSight
  shared: SharedSight | undefined
}
