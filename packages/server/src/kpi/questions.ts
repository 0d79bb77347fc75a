import type { AttributionComparison, FunnelDimension, FunnelReport, KpiDetail, KpiId, KpiReport } from "@tagwright/formats"
import { attributionReport, compareModels, type AttributionReport, type ReportOptions } from "../attribution/report.ts"
import { spendReport, type SpendReport } from "../attribution/spend/report.ts"
import type { Facts } from "./facts.ts"
import { funnelReport } from "./funnel.ts"
import { readSight, readUsual, type Ratio, type StoreSight } from "./store-sight.ts"
import { kpiDetail, kpiReport } from "./report.ts"

/** What can be asked about the last `days`, with what is asked beside them, and what comes back. */
export interface Questions {
  kpis: { input: object; output: KpiReport }
  kpi: { input: { kpi: KpiId; offset: number; limit: number }; output: KpiDetail }
  funnel: { input: { by: FunnelDimension }; output: FunnelReport }
  compare: { input: object; output: AttributionComparison }
  attribution: { input: ReportOptions; output: AttributionReport }
  spend: { input: object; output: SpendReport }
  /** What the watch looks at */
  sight: { input: object; output: StoreSight }
  usual: { input: object; output: Ratio }
}
export type QuestionName = keyof Questions
export type Input<N extends QuestionName> = Questions[N]["input"] & { days: number }
export type Output<N extends QuestionName> = Questions[N]["output"]

export const answers: { [N in QuestionName]: (facts: Facts, input: Input<N>) => Promise<Output<N>> } = {
  kpis: kpiReport,
  kpi: (facts, { kpi, offset, limit }) => kpiDetail(facts, kpi, offset, limit),
  funnel: (facts, { by }) => funnelReport(facts, by),
  compare: compareModels,
  attribution: attributionReport,
  spend: (facts, { days }) => spendReport(facts, days),
  sight: readSight,
  usual: readUsual,
}
