import { parentPort, workerData } from "node:worker_threads"
import type { FunnelDimension, KpiId, OperationRecord, ServerPlan } from "@tagwright/formats"
import { compilePlan } from "../plan/runtime.ts"
import { openReader } from "../store/sqlite/open.ts"
import { compareModels } from "./compare.ts"
import { factsOf, type Facts } from "./facts.ts"
import { funnelReport } from "./funnel.ts"
import { kpiDetail, kpiReport } from "./report.ts"

/** Figures read many rows; on a thread of their own they delay no visitor's request. */
export type Question =
  | { ask: "kpis"; days: number }
  | { ask: "kpi"; days: number; kpi: KpiId; offset: number; limit: number }
  | { ask: "funnel"; days: number; by: FunnelDimension }
  | { ask: "compare"; days: number }
export interface Request {
  id: number
  question: Question
  now: number
  records: readonly OperationRecord[]
}
export interface ThreadData {
  database: string
  plan: ServerPlan
  environment: string
}
/** `events`: how many the days have that were asked about */
export type Response = { id: number; answer: unknown; events: number } | { id: number; error: string }

const answerTo = (facts: Facts, question: Question): unknown => {
  switch (question.ask) {
    case "kpis":
      return kpiReport(facts)
    case "kpi":
      return kpiDetail(facts, question.kpi, question.offset, question.limit)
    case "funnel":
      return funnelReport(facts, question.by)
    case "compare":
      return compareModels(facts)
  }
}

const { database, plan, environment }: ThreadData = workerData
const runtime = compilePlan(plan, environment)
const db = openReader(database)
parentPort?.on("message", ({ id, question, now, records }: Request) => {
  const respond = (response: Response): void => parentPort?.postMessage(response)
  db.exec("BEGIN")
  try {
    const facts = factsOf(db, runtime, records, { now, days: question.days })
    respond({ id, answer: answerTo(facts, question), events: facts.scope.toSeq - facts.scope.fromSeq })
  } catch (error) {
    respond({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  } finally {
    db.exec("COMMIT")
  }
})
