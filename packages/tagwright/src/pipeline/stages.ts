/** The stages of the requirements ledger: each role's deliverable. */
export const stages = {
  A2: "Data layer kit and site",
  A3: "GTM containers",
  A4: "Server",
  A5: "QA in real browsers",
  A6: "Documentation",
  A1: "Release decision",
} as const
export type StageId = keyof typeof stages
/** In the order of the work. */
export const stageIds = ["A2", "A3", "A4", "A5", "A6", "A1"] as const satisfies readonly StageId[]

/** What a stage leaves behind: a sentence, and whether what follows may go on. */
export interface StageResult {
  ok: boolean
  summary: string
}
