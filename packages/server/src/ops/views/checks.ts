import type { OpsDestination, OpsOverview } from "@tagwright/formats"
import type { ViewContext } from "./context.ts"

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Retention runs every six hours; two missed runs are a fault. */
const RETENTION_LATE_MS = DAY_MS / 2
/** Service level: 99 % of deliveries within five minutes. */
const FRESH_MS = 5 * MINUTE_MS
const MEGABYTE = 1024 * 1024

const size = (bytes: number): string => (bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / MEGABYTE).toFixed(bytes < 100 * MEGABYTE ? 1 : 0)} MB`)
type Check = OpsOverview["checks"][number]

const missingSecrets = ({ runtime, secrets }: ViewContext): string[] => {
  const named = [...Object.values(runtime.plan.destinations).filter(({ server }) => server), ...Object.values(runtime.plan.webhooks)]
  return [...new Set(named.flatMap((one) => ("secret" in one && one.secret !== undefined && !secrets(one.secret)?.trim() ? [one.secret] : [])))]
}

/** What makes the server itself healthy, each with a word. */
export const checks = async (context: ViewContext, destinations: readonly OpsDestination[]): Promise<Check[]> => {
  const { store, clock, browse } = context
  const now = clock.now()
  const disk = store.broken
  const { retentionAt: retention, bytes } = await store.depth()
  const oldest = Math.min(...destinations.map(({ oldestPendingAt }) => oldestPendingAt ?? now))
  const secrets = missingSecrets(context)
  const stuck = (await browse.ask("webhooks")).filter(({ state }) => state === "quarantined" || state === "dead").reduce((sum, { count }) => sum + count, 0)
  const { database, wal } = bytes
  return [
    disk === undefined
      ? { id: "disk", title: "Storage", tone: "good", detail: `Commits reach the disk. ${size(database)} stored, ${size(wal)} in the log.` }
      : { id: "disk", title: "Storage", tone: "bad", detail: `The disk refuses writes: ${disk}` },
    now - oldest <= FRESH_MS
      ? { id: "queue", title: "Delivery queue", tone: "good", detail: oldest === now ? "Nothing waits." : "What waits came within the last five minutes." }
      : { id: "queue", title: "Delivery queue", tone: "warn", detail: `The oldest delivery has waited ${Math.round((now - oldest) / MINUTE_MS)} minutes.` },
    secrets.length === 0
      ? { id: "secrets", title: "Secrets", tone: "good", detail: "Every secret the plan names is set." }
      : { id: "secrets", title: "Secrets", tone: "warn", detail: `Not set: ${secrets.join(", ")}` },
    stuck === 0
      ? { id: "webhooks", title: "Webhooks", tone: "good", detail: "Every message was read." }
      : { id: "webhooks", title: "Webhooks", tone: "bad", detail: `${stuck} could not be read; they are kept.` },
    retention !== undefined && now - retention <= RETENTION_LATE_MS
      ? { id: "retention", title: "Retention", tone: "good", detail: `What the plan no longer keeps is deleted four times a day.` }
      : { id: "retention", title: "Retention", tone: retention === undefined ? "quiet" : "bad", detail: retention === undefined ? "The first run is under way." : "Did not run within twelve hours." },
  ]
}
