import type { Store } from "../src/store/port.ts"
import { newEvent } from "../test/store/events.ts"
import { visitors } from "./visitors.ts"

const APPENDERS = 64
const LABEL = "x".repeat(300)

/** 64 callers that append one event with its delivery each, one after the other, for `ms`. Answers rows and seconds. */
export const appendFor = async (store: Store, ms: number): Promise<{ rows: number; seconds: number }> => {
  let rows = 0
  const next = visitors("kit")
  const started = performance.now()
  const appender = async (): Promise<void> => {
    while (performance.now() < started + ms) {
      const now = Date.now()
      const { id, leadId } = next(now)
      await store.append({ events: [newEvent(id, now, [{ destination: "hook", state: "pending", dueAt: now }], { leadId, params: { label: LABEL } })], quarantined: [] })
      rows += 1
    }
  }
  await Promise.all(Array.from({ length: APPENDERS }, appender))
  return { rows, seconds: (performance.now() - started) / 1000 }
}
