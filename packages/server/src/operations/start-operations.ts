import { openReader } from "../store/sqlite/open.ts"
import { databaseFile } from "../store/sqlite/store.ts"
import type { ServerContext } from "../context.ts"
import type { BreakerState } from "../delivery/breaker.ts"
import { createFigures, type Figures } from "../kpi/figures-client.ts"
import { startCanaries, type Canaries, type CanaryInput } from "./canary.ts"
import { sightReader } from "./watch/sight.ts"
import { startWatch } from "./watch/watch.ts"

export interface OperationsInput extends CanaryInput {
  /** Folder of the database */
  data: string
  breakers(): { destination: string; state: BreakerState }[]
}
export interface Operations {
  figures: Figures
  canaries: Canaries
  /** One round of watching, now */
  lookNow(): Promise<void>
  close(): Promise<void>
}

/** What watches the server from inside: probes, silent failures, figures. */
export const startOperations = (context: ServerContext, input: OperationsInput): Operations => {
  const database = databaseFile(input.data)
  const db = openReader(database)
  const canaries = startCanaries(context, input)
  const watch = startWatch(context, sightReader(context, db, { breakers: () => input.breakers().map(({ destination, state }) => ({ destination, open: state !== "closed" })), canaries: canaries.states }))
  const figures = createFigures({ database, plan: context.runtime.plan, environment: context.runtime.environmentName }, context.clock, context.ledger.records)
  return {
    figures,
    canaries,
    lookNow: watch.round,
    close: async () => {
      watch.stop()
      canaries.stop()
      await Promise.all([figures.close(), context.alarms.close()])
      db.close()
      context.ledger.close()
    },
  }
}
