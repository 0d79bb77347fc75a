import { alertPage, alertRules } from "@tagwright/operations"
import type { ServerContext } from "../../context.ts"
import { conditionsIn } from "./conditions.ts"
import type { Condition, Sight } from "./condition.ts"
import type { Look } from "./sight.ts"

const EVERY_MS = 60_000
/** What comes and goes by rounds (new dead letters, personal data) stays open this long after it was last seen. */
const CALM_MS = 15 * 60_000

const keyOf = ({ rule, labels }: Condition): string => [rule, ...Object.values(labels)].join(".")
const summaryOf = ({ rule, labels }: Condition): string => alertRules[rule].summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? "this")

/**
 * Looks at the system every minute, without Prometheus. A condition seen in two rounds fires at once with the first;
 * it ends when it has not been seen for a while, so that a flapping one is one alert.
 */
export const startWatch = (context: ServerContext, look: Look): { stop(): void; round(asked: boolean): Promise<void> } => {
  const { clock, alarms, log } = context
  let before: Sight | undefined
  let cancel = (): void => undefined
  let stopped = false
  const active = new Map<string, { alert: string; condition: Condition; seen: number }>()
  for (const { alert, rule, labels } of alarms.open()) {
    const name = Object.keys(alertRules).find((one): one is Condition["rule"] => one === rule)
    if (alert.startsWith("watch.") && name !== undefined) active.set([rule, ...Object.values(labels)].join("."), { alert, condition: { rule: name, severity: "ticket", labels }, seen: clock.now() })
  }
  const report = (alert: string, condition: Condition, firing: boolean): void => {
    const { rule, severity, labels } = condition
    alarms.report({ alert, rule, severity, labels, summary: summaryOf(condition), runbook: alertPage(rule), firing })
  }
  const round = async (asked: boolean): Promise<void> => {
    const sight = await look(asked)
    const { now } = sight.own
    for (const condition of conditionsIn(sight, before)) {
      const key = keyOf(condition)
      const known = active.get(key)
      const alert = known?.alert ?? `watch.${key}.${now}`
      if (known === undefined) report(alert, condition, true)
      active.set(key, { alert, condition, seen: now })
    }
    for (const [key, { alert, condition, seen }] of active)
      if (now - seen > CALM_MS) {
        active.delete(key)
        report(alert, condition, false)
      }
    // What was not looked at this time is compared with the last time it was.
    before = { own: sight.own, shared: sight.shared ?? before?.shared }
  }
  const loop = (): void => {
    round(false)
      .catch((error: unknown) => log.error({ error: String(error) }, "watching failed"))
      .finally(() => {
        if (!stopped) cancel = clock.after(EVERY_MS, loop)
      })
  }
  cancel = clock.after(EVERY_MS, loop)
  return {
    round,
    stop: () => {
      stopped = true
      cancel()
    },
  }
}
