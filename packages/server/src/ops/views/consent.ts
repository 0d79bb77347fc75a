import type { OpsConsent, ServerPlan } from "@tagwright/formats"
import { jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import { numberIn, queryOf } from "../input.ts"
import type { ViewContext } from "./context.ts"

const DAY_MS = 86_400_000
const USUAL_DAYS = 30
const MOST_DAYS = 400

const categories = ({ consent, destinations }: ServerPlan): OpsConsent["categories"] =>
  Object.entries(consent.categories).map(([name, { describe, grants, always }]) => ({
    name,
    describe,
    grants,
    always,
    destinations: Object.values(destinations).flatMap((one) => (one.consent === name ? [one.id] : [])),
  }))

interface Counted {
  day: number
  choice: Record<string, unknown>
  count: number
}
const byDay = (rows: readonly Counted[], names: readonly string[]): OpsConsent["choices"] => {
  const days = new Map<number, { made: number; allowed: Record<string, number> }>()
  for (const { day, choice, count } of rows) {
    const of = days.get(day) ?? { made: 0, allowed: Object.fromEntries(names.map((name) => [name, 0])) }
    of.made += count
    for (const name of names) if (choice[name] === true) of.allowed[name] = (of.allowed[name] ?? 0) + count
    days.set(day, of)
  }
  return [...days].toSorted(([a], [b]) => a - b).map(([day, counts]) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...counts }))
}

/** `GET /ops/api/consent?days=30` */
export const consentRoutes = ({ access, browse, clock, runtime: { plan } }: ViewContext): Route[] => [
  {
    method: "GET",
    path: "/ops/api/consent",
    handle: async (call) => {
      access(call, "read")
      const days = Math.min(numberIn(queryOf(call), "days", USUAL_DAYS), MOST_DAYS)
      const since = clock.now() - days * DAY_MS
      const named = categories(plan)
      const [rows, withheld] = await Promise.all([browse.ask("choicesByDay", since), browse.ask("withheldSince", since)])
      const names = named.map(({ name }) => name)
      return jsonAnswer(200, { days, categories: named, mode: plan.consent.mode, globalPrivacyControl: plan.consent.globalPrivacyControl, choices: byDay(rows, names), withheld } satisfies OpsConsent)
    },
  },
]
