import type { AlertName } from "@tagwright/operations"
import type { AlertSeverity } from "@tagwright/formats"

/** Something that is wrong right now. */
export interface Condition {
  rule: AlertName
  severity: AlertSeverity
  labels: Record<string, string>
}

/** What a round of watching looks at. Counts are of rows of this environment alone. */
export interface Sight {
  now: number
  oldestPending: { destination: string; seconds: number }[]
  dead: { destination: string; count: number }[]
  disabled: string[]
  breakers: { destination: string; open: boolean }[]
  storeBroken: boolean
  /** Since the round before */
  personalData: Record<string, number>
  requests: { all: number; failed: number }
  webhooks: { source: string; all: number; failed: number }[]
  /** Events received in the last six hours, and in the same six hours of last week */
  volume: { now: number; lastWeek: number }
  critical: { event: string; now: number; lastWeek: number }[]
  /** Payments and other events of the last day, and per day of the week before */
  ratio: { server: number; browser: number; serverBefore: number; browserBefore: number }
  consent: { category: string; now: number; before: number; choices: number }[]
  canaries: { destination: string; ok: boolean }[]
  retentionAgeMs: number | undefined
}
