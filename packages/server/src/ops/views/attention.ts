import { alertViews } from "../../operations/alerts.ts"
import type { OpsAttention, OpsDestination, OpsOverview } from "@tagwright/formats"
import type { ViewContext } from "./context.ts"

const DAY_MS = 86_400_000
/** The requirement: volume down by more than a fifth against the same weekday. */
const VOLUME_DROP = 0.2
/** Below this many events a day, a drop is noise. */
const FEWEST_EVENTS = 50
const MINUTE_MS = 60_000
const LATE_MS = 5 * MINUTE_MS

const many = (count: number, noun: string, plural = `${noun}s`): string => `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`

/** Who must act, in words; the screen's filter shows exactly these. */
const byClass: Record<string, { act: string; tone: OpsAttention["tone"] }> = {
  ours: { act: "Mend the secret or address, then replay them.", tone: "bad" },
  theirs: { act: "Replay them when the other side is back.", tone: "bad" },
  data: { act: "They cannot be delivered as they are: look at one, then discard them.", tone: "warn" },
  policy: { act: "Somebody has to do it by hand, then discard them.", tone: "warn" },
}

/** What needs a person now, the worst first. Each says what to do and where. */
export const attention = async ({ browse, clock, ledger }: ViewContext, destinations: readonly OpsDestination[], { day, weekBefore }: OpsOverview["volume"]): Promise<OpsAttention[]> => {
  const now = clock.now()
  const [dead, quarantined, webhooks, disabled] = await Promise.all([browse.ask("deadGroups"), browse.ask("quarantineByReason", now - DAY_MS), browse.ask("webhooks"), browse.ask("disabled")])
  const found: OpsAttention[] = alertViews(ledger.records())
    .filter(({ state }) => state === "firing")
    .map(({ alert, severity, summary, rule, firedAt }) => ({ id: `alert:${alert}`, tone: severity === "page" ? "bad" : "warn", title: summary, detail: `${rule} fires and nobody has acknowledged it.`, href: `/ops/incidents/${encodeURIComponent(alert)}`, since: firedAt }))
  for (const { destination, reason, reasonClass, count, oldestAt } of dead) {
    const { act, tone } = byClass[reasonClass] ?? { act: "Look at one of them.", tone: "warn" }
    const href = `/ops/deliveries?${new URLSearchParams({ state: "dead", destination, reason })}`
    found.push({ id: `dead:${destination}:${reason}`, tone, title: `${many(count, "dead letter")} for ${destination}: ${reason}`, detail: act, href, since: oldestAt })
  }
  for (const { destination, reason, disabledAt } of disabled)
    found.push({ id: `disabled:${destination}`, tone: "bad", title: `${destination} is switched off`, detail: `It said it is gone for good (${reason}). Nothing more is sent until you enable it.`, href: `/ops/deliveries?destination=${encodeURIComponent(destination)}`, since: disabledAt })
  for (const { id, oldestPendingAt, pending, disabled: off } of destinations)
    if (off === undefined && oldestPendingAt !== undefined && now - oldestPendingAt > LATE_MS)
      found.push({ id: `late:${id}`, tone: "warn", title: `${many(pending, "delivery", "deliveries")} to ${id} ${pending === 1 ? "waits" : "wait"}`, detail: "They are tried again by themselves; look whether the other side is down.", href: `/ops/deliveries?state=pending&destination=${encodeURIComponent(id)}`, since: oldestPendingAt })
  for (const { source, state, count } of webhooks)
    if (state === "quarantined" || state === "dead")
      found.push({ id: `webhook:${source}:${state}`, tone: "bad", title: `${many(count, "message")} from ${source} could not be read`, detail: state === "quarantined" ? "Set the webhook's secret; the sender tries again." : "They were kept. The log says why.", href: "/ops/events" })
  const refused = quarantined.reduce((sum, { count }) => sum + count, 0)
  if (refused > 0)
    found.push({ id: "quarantine", tone: "warn", title: `${many(refused, "event")} did not fit the plan today`, detail: `Most often: ${quarantined[0]?.reason ?? ""}. Mend the page or the plan.`, href: "/ops/events?view=quarantine" })
  if (weekBefore >= FEWEST_EVENTS && day < weekBefore * (1 - VOLUME_DROP))
    found.push({ id: "volume", tone: "bad", title: `Events are down ${Math.round((1 - day / weekBefore) * 100)} %`, detail: `${day.toLocaleString("en")} in the last day, ${weekBefore.toLocaleString("en")} in the same day a week ago.`, href: "/ops/events" })
  return found.toSorted((a, b) => Number(a.tone === "warn") - Number(b.tone === "warn"))
}
