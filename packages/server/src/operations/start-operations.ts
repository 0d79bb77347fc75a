import { openReader } from "../store/sqlite/open.ts"
import type { ServerContext } from "../context.ts"
import { HttpError } from "../http/answer.ts"
import type { BreakerState } from "../delivery/breaker.ts"
import { createFigures, type Figures } from "../kpi/figures-client.ts"
import { startCanaries, type Canaries, type CanaryInput } from "./canary.ts"
import { sightReader } from "./watch/sight.ts"
import { startWatch } from "./watch/watch.ts"

export interface OperationsInput extends CanaryInput {
  /** The embedded database's file; undefined when a shared database is used */
  database: string | undefined
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
  const canaries = startCanaries(context, input)
  if (input.database === undefined) return withoutFigures(context, canaries)
  const { database } = input
  const db = openReader(database)
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

/**
 * Figures and silent-failure detectors read the embedded database with statements of its own. On a shared one they are not
 * there yet: who asks is told so, and Prometheus' rules watch in their place.
 */
const withoutFigures = (context: ServerContext, canaries: Canaries): Operations => ({
  figures: { ask: () => Promise.reject(new HttpError(501, "figures_need_the_embedded_database")), close: async () => undefined },
  canaries,
  lookNow: async () => undefined,
  close: async () => {
    canaries.stop()
    await context.alarms.close()
    context.ledger.close()
  },
})
