import type { ServerContext } from "../context.ts"
import type { Place } from "../store/open-snapshots.ts"
import type { BreakerState } from "../delivery/breaker.ts"
import { createFigures, type Figures } from "../kpi/figures-client.ts"
import { startCanaries } from "./canary.ts"
import { sightReader } from "./watch/sight.ts"
import { startWatch } from "./watch/watch.ts"

export interface OperationsInput {
  database: Place
  breakers(): { destination: string; state: BreakerState }[]
  /** When the embedded database was last backed up */
  backupAt(): number | undefined
  /** Where canaries enter; undefined: this process has no door */
  door: (() => string) | undefined
}
export interface Operations {
  figures: Figures
  /** One round of watching, now */
  lookNow(): Promise<void>
  close(): Promise<void>
}

/** What watches the server from inside: probes, silent failures, figures. */
export const startOperations = (context: ServerContext, input: OperationsInput): Operations => {
  const { canaries } = context
  const releasing = startCanaries(context, input.door)
  const figures = createFigures({ database: input.database, plan: context.runtime.plan, environment: context.runtime.environmentName }, context.clock, context.ledger.records)
  const watch = startWatch(context, sightReader(context, figures, { breakers: () => input.breakers().map(({ destination, state }) => ({ destination, open: state !== "closed" })), canaries: canaries.states, backupAt: input.backupAt, clockSkewMs: canaries.clockSkewMs }))
  return {
    figures,
    lookNow: () => watch.round(true),
    close: async () => {
      watch.stop()
      releasing.stop()
      await Promise.all([figures.close(), context.alarms.close()])
      context.ledger.close()
    },
  }
}
