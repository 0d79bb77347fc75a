import { compileWithoutKit } from "@tagwright/compiler"
import { Fault, type AlertsAnswer, type DrillRecord, type KpiReport, type OpsOverview } from "@tagwright/formats"
import { monitoringCoverage, reportDays, type ReportInput, type ReportKind } from "@tagwright/operations"
import { dirname } from "node:path"
import type { Io } from "../command.ts"
import { opsClient } from "../ops/client.ts"
import { trainingCoverage } from "./attestations.ts"
import { docsFolder } from "./look.ts"
import { projectDocuments, staleDocuments } from "./project-documents.ts"
import { projectLedger } from "./project-ledger.ts"

/** Everything a report is made from: the server's figures and alerts, the project's documents, people and drills. */
export const gatherReport = async (kind: ReportKind, planFile: string, server: string | undefined, io: Io): Promise<ReportInput> => {
  const folder = dirname(planFile)
  const { plan, files } = await compileWithoutKit(planFile)
  if (plan === undefined) throw new Fault("plan", "the plan has errors that leave nothing to report on", "Run tagwright check")
  const client = opsClient(io, server)
  const days = reportDays[kind]
  const now = Date.now()
  const [kpis, before, alerts, overview] = await Promise.all([client.as<KpiReport>(`/ops/api/kpis?days=${days}`), client.as<KpiReport>(`/ops/api/kpis?days=${2 * days}`), client.as<AlertsAnswer>("/ops/api/alerts"), client.as<OpsOverview>("/ops/api/overview")])
  const pages = projectDocuments(plan, files, now)
  const isDrill = (record: { kind: string }): record is DrillRecord => record.kind === "drill"
  return {
    kind,
    plan,
    now,
    kpis,
    before,
    alerts: alerts.alerts,
    attention: overview.attention,
    staleDocuments: staleDocuments(pages, docsFolder(folder)),
    untrained: trainingCoverage(plan, folder, now).missing,
    unwatched: monitoringCoverage(plan).missing,
    drills: projectLedger(folder).filter(isDrill),
  }
}
