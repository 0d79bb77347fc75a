import { funnelDimensions, kpiIds, type FunnelDimension, type KpiDetail, type KpiId, type KpiMiss, type KpiReport } from "@tagwright/formats"
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

/** A lead_id leads to a person: whoever may not see people sees that there is one. */
const shownTo = (actor: Actor, misses: readonly KpiMiss[]): KpiMiss[] => misses.map((miss) => (miss.kind === "lead" && !actor.permissions.includes("identify") ? { ...miss, id: "" } : miss))

/** K1 to K14, the funnel, and the models of attribution side by side. */
export const figuresRoutes = (figures: Figures, guarded: Guarded) => [
  guarded("GET", "/ops/api/kpis", "read", async (call, _params, actor) => {
    const report = await figures.ask<KpiReport>({ ask: "kpis", days: daysIn(queryOf(call)) })
    return jsonAnswer(200, { ...report, kpis: report.kpis.map((kpi) => ({ ...kpi, misses: shownTo(actor, kpi.misses) })) } satisfies KpiReport)
  }),
  guarded("GET", "/ops/api/kpis/:id", "read", async (call, { id }, actor) => {
    if (!isKpi(id)) throw new HttpError(404, "no_such_kpi")
    const query = queryOf(call)
    const detail = await figures.ask<KpiDetail>({ ask: "kpi", kpi: id, days: daysIn(query), offset: numberIn(query, "offset", 0), limit: limitOf(query, USUAL_PAGE, MOST_PAGE) })
    return jsonAnswer(200, { ...detail, misses: shownTo(actor, detail.misses), kpi: { ...detail.kpi, misses: shownTo(actor, detail.kpi.misses) } } satisfies KpiDetail)
  }),
  guarded("GET", "/ops/api/funnel", "read", async (call) => {
    const query = queryOf(call)
    const by = textIn(query, "by") ?? "channel"
    if (!isDimension(by)) throw new HttpError(400, `by_unknown: ${funnelDimensions.join(", ")}`)
    return jsonAnswer(200, await figures.ask({ ask: "funnel", by, days: daysIn(query) }))
  }),
  guarded("GET", "/ops/api/attribution/compare", "read", async (call) => jsonAnswer(200, await figures.ask({ ask: "compare", days: daysIn(queryOf(call)) }))),
]
