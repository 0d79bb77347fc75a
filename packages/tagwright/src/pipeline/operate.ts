import type { Bundle, ResolvedPlan } from "@tagwright/formats"
import { dueDrills } from "@tagwright/release"
import type { Io, Main } from "../command.ts"
import { runDrills } from "../drills/run-drills.ts"
import { lookAround } from "../operations/look.ts"
import { projectDocuments } from "../operations/project-documents.ts"
import { projectLedger, takeOperations } from "../operations/project-ledger.ts"
import type { PipelinePaths } from "./paths.ts"

export interface OperateInput {
  plan: ResolvedPlan
  bundle: Bundle
  paths: PipelinePaths
  io: Io
  main: Main
  note: (text: string, share?: number) => void
}

/**
 * What gates O1 to O4 need, as far as a program can give it: the drills of a quarter, on a copy, and a look at what is
 * watched, written down and learnt. Courses are taken by people. A policy that asks for none of it is not kept waiting.
 */
export const operate = async ({ plan, bundle, paths, io, main, note }: OperateInput): Promise<void> => {
  const { folder, docs, evidence } = paths
  const required = new Set(plan.policy.gates)
  if (required.has("O4")) await runDrills({ names: dueDrills(projectLedger(folder), Date.now()), plan, bundle, folder, io, main, say: note, byHand: undefined })
  if (required.has("O1") || required.has("O2") || required.has("O3")) lookAround({ plan, folder, pages: projectDocuments(plan, bundle.files), out: docs })
  takeOperations(folder, evidence)
}
