import type { OpsAttention, OpsDestination, OpsOverview } from "@tagwright/formats"
import { jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import { EVERY_MS } from "../pulse.ts"
import { briefly } from "./briefly.ts"
import { attention } from "./attention.ts"
import { checks } from "./checks.ts"
import type { ViewContext } from "./context.ts"
import { createHours } from "./hours.ts"

export const DAY_MS = 86_400_000
const WEEK_DAYS = 7
/** Those who watch together share an answer; it is older than no word of a change, or that word would be answered by what was before it. */
const SHARED_MS = EVERY_MS - 100
/** What happened within a day hardly changes within ten seconds, and costs a look at all of it. */
const DAY_SHARED_MS = 10_000

type Settled = () => Promise<{ destination: string; state: string; count: number }[]>

/** Each destination of the plan that our server carries, as it stands now. */
const destinations = async ({ browse, runtime, breakers }: ViewContext, settledToday: Settled): Promise<OpsDestination[]> => {
  const [pending, dead, settled, disabled] = await Promise.all([browse.ask("pendingByDestination"), browse.ask("deadGroups"), settledToday(), browse.ask("disabled")])
  const open = new Map(breakers().map(({ destination, state }) => [destination, state]))
  return Object.values(runtime.plan.destinations)
    .filter(({ server }) => server)
    .map(({ id, type, marketing, consent }) => {
      const waiting = pending.find(({ destination }) => destination === id)
      const off = disabled.find(({ destination }) => destination === id)
      const of = (state: string): number => settled.find((row) => row.destination === id && row.state === state)?.count ?? 0
      return {
        id,
        type,
        marketing,
        consent,
        pending: waiting?.count ?? 0,
        oldestPendingAt: waiting?.oldestAt,
        dead: dead.filter(({ destination }) => destination === id).reduce((sum, { count }) => sum + count, 0),
        breaker: open.get(id) ?? "closed",
        disabled: off && { at: off.disabledAt, reason: off.reason },
        day: { delivered: of("delivered"), dead: of("dead"), withheld: of("withheld") },
      }
    })
}

/** `GET /ops/api/overview` */
export const overviewRoutes = (context: ViewContext): Route[] => {
  const { access, browse, clock, runtime } = context
  const { testMode } = runtime.environment
  const hours = createHours(browse, testMode)
  const settledToday = briefly(clock, DAY_SHARED_MS, () => browse.ask("settledSince", clock.now() - DAY_MS))
  const overview = briefly(clock, SHARED_MS, async (): Promise<OpsOverview> => {
    const now = clock.now()
    const [list, week, day, weekBefore] = await Promise.all([
      destinations(context, settledToday),
      hours(now - WEEK_DAYS * DAY_MS, now),
      browse.ask("eventsBetween", now - DAY_MS, now, testMode),
      browse.ask("eventsBetween", now - (WEEK_DAYS + 1) * DAY_MS, now - WEEK_DAYS * DAY_MS, testMode),
    ])
    const volume = { day, weekBefore }
    const needs: OpsAttention[] = await attention(context, list, volume)
    return { at: now, environment: runtime.environmentName, testMode, checks: await checks(context, list), attention: needs, destinations: list, hours: week, volume }
  })
  return [
    {
      method: "GET",
      path: "/ops/api/overview",
      handle: async (call) => {
        access(call, "read")
        return jsonAnswer(200, await overview())
      },
    },
  ]
}
