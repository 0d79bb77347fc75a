import { closeJournal, saveJournal, type Journal } from "./journal.ts"
import type { DeployStep } from "./step.ts"

export interface StepsEnd {
  outcome: "done" | "undone"
  /** Why it was taken back */
  reason: string | null
  steps: Journal["steps"]
}
export interface RunInput {
  folder: string
  journal: Journal
  steps: readonly DeployStep[]
  onStep?: (title: string, direction: Journal["direction"]) => void
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Goes through the steps from wherever the journal says. Every step is noted before it begins and after it ended, so that
 * the next run knows which may be half done. A step that fails turns the direction round, for good: everything that was
 * begun is undone, the last first. What cannot be undone stays in the journal, and the error says so.
 */
export const runSteps = async (input: RunInput): Promise<StepsEnd> => {
  let journal = input.journal
  const save = (change: Partial<Journal>): void => {
    journal = { ...journal, ...change }
    saveJournal(input.folder, journal)
  }
  const mark = (id: string, state: Journal["steps"][number]["state"], detail: string): void =>
    save({ steps: journal.steps.map((step) => (step.id === id ? { id, state, detail: detail === "" ? step.detail : detail } : step)) })
  const stateOf = (id: string) => journal.steps.find((step) => step.id === id)?.state ?? "waiting"
  save({})
  if (journal.direction === "apply")
    for (const step of input.steps) {
      if (stateOf(step.id) === "done") continue
      mark(step.id, "started", "")
      input.onStep?.(step.title, "apply")
      try {
        mark(step.id, "done", await step.apply())
      } catch (error) {
        save({ direction: "undo", reason: `${step.title}: ${messageOf(error)}` })
        break
      }
    }
  if (journal.direction === "undo")
    for (const step of input.steps.toReversed()) {
      const state = stateOf(step.id)
      if (state === "waiting" || state === "undone") continue
      input.onStep?.(step.title, "undo")
      mark(step.id, "undone", await step.undo())
    }
  closeJournal(input.folder)
  return { outcome: journal.direction === "apply" ? "done" : "undone", reason: journal.reason, steps: journal.steps }
}
