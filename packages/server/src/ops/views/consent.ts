import type { OpsConsent, ServerPlan } from "@tagwright/formats"
import { jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import { numberIn, queryOf } from "../input.ts"
import { briefly } from "./briefly.ts"
import type { ViewContext } from "./context.ts"

const DAY_MS = 86_400_000
const USUAL_DAYS = 30
const MOST_DAYS = 400
/** A month of choices is much to count and changes little in half a minute. */
const SHARED_MS = 30_000

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
export const consentRoutes = ({ access, browse, clock, runtime: { plan } }: ViewContext): Route[] => {
  const named = categories(plan)
  const names = named.map(({ name }) => name)
  const look = async (days: number): Promise<OpsConsent> => {
    const since = clock.now() - days * DAY_MS
    const [rows, withheld] = await Promise.all([browse.ask("choicesByDay", since), browse.ask("withheldSince", since)])
    return { days, categories: named, mode: plan.consent.mode, globalPrivacyControl: plan.consent.globalPrivacyControl, choices: byDay(rows, names), withheld }
  }
  const looks = new Map<number, () => Promise<OpsConsent>>()
  const shared = (days: number): Promise<OpsConsent> => {
    const known = looks.get(days) ?? briefly(clock, SHARED_MS, () => look(days))
    looks.set(days, known)
    return known()
  }
  return [
    {
      method: "GET",
      path: "/ops/api/consent",
      handle: async (call) => {
        access(call, "read")
        return jsonAnswer(200, await shared(Math.min(numberIn(queryOf(call), "days", USUAL_DAYS), MOST_DAYS)))
      },
    },
  ]
}
