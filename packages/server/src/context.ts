import type { Logger } from "pino"
import type { Clock } from "./clock.ts"
import type { Metrics } from "./ops/metrics.ts"
import type { Signals } from "./ops/signals.ts"
import type { PlanRuntime } from "./plan/runtime.ts"
import type { Reader } from "./store/reader.ts"
import type { Writer } from "./store/writer.ts"
import type { connectWebhooks } from "./webhooks/providers.ts"

/** What every part of a running server shares. */
export interface ServerContext {
  runtime: PlanRuntime
  webhooks: ReturnType<typeof connectWebhooks>
  writer: Writer
  reader: Reader
  clock: Clock
  secrets: (name: string) => string | undefined
  signals: Signals
  metrics: Metrics
  log: Logger
}
