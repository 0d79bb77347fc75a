import type { Ratio } from "../../kpi/store-sight.ts"
import type { Condition, OwnSight, SharedSight, Sight } from "./condition.ts"

/** The same limits as the Prometheus rules (packages/operations/src/alerts): a site without Prometheus is watched too. */
const LONG_WAIT_S = 300
const ERROR_SHARE = 0.05
const DROP = 0.8
const ENOUGH_EVENTS = 100
const ENOUGH_REQUESTS = 20
const ENOUGH_EXPECTED = 5
const ENOUGH_PAYMENTS = 20
const ENOUGH_CHOICES = 50
const CONSENT_POINTS = 0.1
const RATIO = 2
const DAY_MS = 86_400_000
const BACKUP_LATE_MS = 26 * 3_600_000
const CLOCK_WRONG_MS = 60_000
/** Three are missing */
const CANARY_LATE_MS = 15 * 60_000

type Detector<S> = (sight: S, before: S | undefined) => Condition[]
const when = (holds: boolean, condition: Condition): Condition[] => (holds ? [condition] : [])
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

const ratioMoved = (ratio: Ratio, before: Ratio): boolean => {
  const usual = share(before.server, before.browser)
  const found = share(ratio.server, ratio.browser)
  return before.server >= ENOUGH_PAYMENTS && usual > 0 && (found > usual * RATIO || found < usual / RATIO)
}

/** One line per alert: what must be seen for it to fire. Alerts about the server being down cannot come from itself. */
const ownDetectors: Detector<OwnSight>[] = [
  ({ storeBroken }) => when(storeBroken, { rule: "StoreBroken", severity: "page", labels: {} }),
  ({ requests }) => when(requests.all > ENOUGH_REQUESTS && share(requests.failed, requests.all) > ERROR_SHARE, { rule: "ServerErrors", severity: "page", labels: {} }),
  ({ breakers }, before) =>
    breakers.flatMap(({ destination, open }) => when(open && before?.breakers.some((one) => one.destination === destination && one.open) === true, { rule: "DestinationPaused", severity: "ticket", labels: { destination } })),
  ({ personalData }) => Object.entries(personalData).flatMap(([kind, count]) => when(count > 0, { rule: "PersonalDataArrived", severity: "page", labels: { kind } })),
  ({ canaries }) => canaries.flatMap(({ destination, ok }) => when(!ok, { rule: "CanaryFails", severity: "page", labels: { destination } })),
  ({ backupAt, now }) => when(backupAt !== undefined && now - backupAt > BACKUP_LATE_MS, { rule: "BackupOld", severity: "ticket", labels: {} }),
  ({ clockSkewMs }) => when(clockSkewMs !== undefined && Math.abs(clockSkewMs) > CLOCK_WRONG_MS, { rule: "ClockWrong", severity: "page", labels: {} }),
]
const sharedDetectors: Detector<SharedSight>[] = [
  ({ oldestPending }) => oldestPending.flatMap(({ destination, seconds }) => when(seconds > LONG_WAIT_S, { rule: "DeliveriesWait", severity: "page", labels: { destination } })),
  // Dead letters that lay there when watching began are no news.
  ({ dead }, before) =>
    dead.flatMap(({ destination, count }) => when(before !== undefined && count > (before.dead.find((one) => one.destination === destination)?.count ?? 0), { rule: "DeadLetters", severity: "ticket", labels: { destination } })),
  ({ disabled }) => disabled.map((destination): Condition => ({ rule: "DestinationGone", severity: "page", labels: { destination } })),
  ({ webhooks }) => webhooks.flatMap(({ source, all, failed }) => when(share(failed, all) > ERROR_SHARE, { rule: "WebhooksFail", severity: "page", labels: { source } })),
  ({ volume }) => when(volume.lastWeek > ENOUGH_EVENTS && volume.now < volume.lastWeek * DROP, { rule: "EventVolumeDrops", severity: "ticket", labels: {} }),
  ({ critical }) => critical.flatMap(({ event, now, lastWeek }) => when(now === 0 && lastWeek >= ENOUGH_EXPECTED, { rule: "ExpectedEventAbsent", severity: "page", labels: { event } })),
  ({ ratio, usual }) => when(ratioMoved(ratio, usual), { rule: "BrowserWebhookRatioDrift", severity: "ticket", labels: {} }),
  ({ consent }) => consent.flatMap(({ category, now, before, choices }) => when(choices >= ENOUGH_CHOICES && Math.abs(now - before) > CONSENT_POINTS, { rule: "ConsentRateDrift", severity: "ticket", labels: { category } })),
  ({ canaryAges }) => canaryAges.flatMap(({ destination, ms }) => when(ms > CANARY_LATE_MS, { rule: "CanaryLate", severity: "page", labels: { destination } })),
  ({ retentionAgeMs }) => when(retentionAgeMs !== undefined && retentionAgeMs > DAY_MS, { rule: "RetentionStands", severity: "ticket", labels: {} }),
]

/** Everything that is wrong in this round. Pure. */
export const conditionsIn = ({ own, shared }: Sight, before: Sight | undefined): Condition[] => [
  ...ownDetectors.flatMap((detect) => detect(own, before?.own)),
  ...(shared === undefined ? [] : sharedDetectors.flatMap((detect) => detect(shared, before?.shared))),
]
