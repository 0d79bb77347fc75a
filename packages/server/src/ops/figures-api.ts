import { funnelDimensions, kpiIds, type FunnelDimension, type KpiDetail, type KpiId, type KpiMiss, type KpiReport } from "@tagwright/formats"
import { isModel, modelNames } from "../attribution/report.ts"
import { HttpError, jsonAnswer } from "../http/answer.ts"
import type { Actor } from "./access.ts"
import type { Figures } from "../kpi/figures-client.ts"
import type { Guarded } from "./guarded.ts"
import { limitOf, numberIn, queryOf, textIn } from "./input.ts"

const USUAL_DAYS = 30
/** As long as events are usually kept. */
const MOST_DAYS = 425
const USUAL_PAGE = 100
const MOST_PAGE = 1_000

const daysIn = (query: URLSearchParams): number => Math.min(Math.max(1, numberIn(query, "days", USUAL_DAYS)), MOST_DAYS)
const isKpi = (id: string | undefined): id is KpiId => kpiIds.some((one) => one === id)
const isDimension = (name: string): name is FunnelDimension => funnelDimensions.some((one) => one === name)

const isTimeZone = (name: string): boolean => {
  try {
    Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A lead_id leads to a person: whoever may not see people sees that there is one. */
const shownTo = (actor: Actor, misses: readonly KpiMiss[]): KpiMiss[] => misses.map((miss) => (miss.kind === "lead" && !actor.permissions.includes("identify") ? { ...miss, id: "" } : miss))

/** K1 to K14, the funnel, the models of attribution alone and side by side, and what advertising cost. */
export const figuresRoutes = (figures: Figures, guarded: Guarded) => [
  guarded("GET", "/ops/api/kpis", "read", async (call, _params, actor) => {
    const report = await figures.ask("kpis", { days: daysIn(queryOf(call)) })
    return jsonAnswer(200, { ...report, kpis: report.kpis.map((kpi) => ({ ...kpi, misses: shownTo(actor, kpi.misses) })) } satisfies KpiReport)
  }),
  guarded("GET", "/ops/api/kpis/:id", "read", async (call, { id }, actor) => {
    if (!isKpi(id)) throw new HttpError(404, "no_such_kpi")
    const query = queryOf(call)
    const detail = await figures.ask("kpi", { kpi: id, days: daysIn(query), offset: numberIn(query, "offset", 0), limit: limitOf(query, USUAL_PAGE, MOST_PAGE) })
    return jsonAnswer(200, { ...detail, misses: shownTo(actor, detail.misses), kpi: { ...detail.kpi, misses: shownTo(actor, detail.kpi.misses) } } satisfies KpiDetail)
  }),
  guarded("GET", "/ops/api/funnel", "read", async (call) => {
    const query = queryOf(call)
    const by = textIn(query, "by") ?? "channel"
    if (!isDimension(by)) throw new HttpError(400, `by_unknown: ${funnelDimensions.join(", ")}`)
    return jsonAnswer(200, await figures.ask("funnel", { by, days: daysIn(query) }))
  }),
  guarded("GET", "/ops/api/attribution/compare", "read", async (call) => jsonAnswer(200, await figures.ask("compare", { days: daysIn(queryOf(call)) }))),
  // Not from memory: whoever asks on the command line has often just changed something.
  guarded("GET", "/ops/api/attribution", "read", async (call) => {
    const query = queryOf(call)
    const model = textIn(query, "model") ?? "last-non-direct"
    if (!isModel(model)) throw new HttpError(400, `model_unknown: ${modelNames.join(", ")}`)
    const sessions = textIn(query, "sessions") ?? "ga4"
    if (sessions !== "ga4" && sessions !== "universal") throw new HttpError(400, "sessions_unknown: ga4, universal")
    const timeZone = textIn(query, "time_zone") ?? "UTC"
    if (!isTimeZone(timeZone)) throw new HttpError(400, "time_zone_unknown")
    return jsonAnswer(200, await figures.look("attribution", { model, sessions, timeZone, days: daysIn(query) }))
  }),
  guarded("GET", "/ops/api/spend", "read", async (call) => jsonAnswer(200, await figures.look("spend", { days: daysIn(queryOf(call)) }))),
]
