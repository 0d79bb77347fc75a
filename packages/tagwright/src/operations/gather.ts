import { compilePlan } from "@tagwright/compiler"
import { Fault, type AlertsAnswer, type AttentionAnswer, type DrillRecord, type KpiReport } from "@tagwright/formats"
import { documents, monitoringCoverage, reportDays, type ReportInput, type ReportKind } from "@tagwright/operations"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Io } from "../command.ts"
import { opsClient } from "../ops/client.ts"
import { trainingCoverage } from "./attestations.ts"
import { findingKnowledge } from "./knowledge.ts"
import { projectLedger } from "./project-ledger.ts"

/** Everything a report is made from: the server's figures and alerts, the project's documents, people and drills. */
export const gatherReport = async (kind: ReportKind, planFile: string, server: string | undefined, io: Io): Promise<ReportInput> => {
  const folder = dirname(planFile)
  const { plan, bundle } = await compilePlan(planFile)
  if (plan === undefined) throw new Fault("plan", "the plan has errors that leave nothing to report on", "Run tagwright check")
  const client = opsClient(io, server)
  const days = reportDays[kind]
  const now = Date.now()
  const [kpis, before, alerts, attention] = await Promise.all([client.as<KpiReport>(`/ops/api/kpis?days=${days}`), client.as<KpiReport>(`/ops/api/kpis?days=${2 * days}`), client.as<AlertsAnswer>("/ops/api/alerts"), client.as<AttentionAnswer>("/ops/api/attention")])
  const pages = documents({ plan, catalogs: new Map([...bundle.files].filter(([path]) => path.startsWith("catalog/"))), findings: findingKnowledge(), start: Date.UTC(new Date(now).getUTCFullYear(), 0, 1) })
  const out = join(folder, ".tagwright", "docs")
  const isDrill = (record: { kind: string }): record is DrillRecord => record.kind === "drill"
  return {
    kind,
    plan,
    now,
    kpis,
    before,
    alerts: alerts.alerts,
    attention: attention.items,
    staleDocuments: [...pages].filter(([path, text]) => !existsSync(join(out, path)) || readFileSync(join(out, path), "utf8") !== text).map(([path]) => path),
    untrained: trainingCoverage(plan, folder, now).missing,
    unwatched: monitoringCoverage(plan).missing,
    drills: projectLedger(folder).filter(isDrill),
  }
}
