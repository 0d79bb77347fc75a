import type { Logger } from "pino"
import type { Clock } from "./clock.ts"
import type { Metrics } from "./ops/metrics.ts"
import type { Alarms } from "./operations/alarms.ts"
import type { Canaries } from "./operations/canary.ts"
import type { Ledger } from "./operations/ledger.ts"
import type { Signals } from "./ops/signals.ts"
import type { PlanRuntime } from "./plan/runtime.ts"
import type { Store } from "./store/port.ts"
import type { Browse } from "./store/browse/browse.ts"
import type { connectWebhooks } from "./webhooks/providers.ts"

/** What every part of a running server shares. */
export interface ServerContext {
  runtime: PlanRuntime
  webhooks: ReturnType<typeof connectWebhooks>
  store: Store
  /** What people look at, on a thread of its own */
  browse: Browse
  clock: Clock
  secrets: (name: string) => string | undefined
  signals: Signals
  metrics: Metrics
  log: Logger
  /** What was done to keep the system healthy */
  ledger: Ledger
  alarms: Alarms
  canaries: Canaries
}
