import { randomUUID } from "node:crypto"
import type { ServerPlan } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { contactKindsOf } from "../identity/contacts.ts"
import { ERASURE, type EraseOutput } from "../store/model.ts"

/** GA4 heard of every browser that it has an id for, mostly from the page itself. */
const byClientId = ({ destinations }: ServerPlan): string[] => Object.values(destinations).flatMap(({ id, type }) => (type === "ga4" ? [id] : []))

/** Erases a person everywhere; recipients are told through the queue, with retries and dead letters of their own. */
export const erase = async ({ store, clock, runtime, signals }: ServerContext, leadId: string): Promise<EraseOutput & { errand: string | undefined }> => {
  const now = clock.now()
  const id = randomUUID()
  const errand = { id, name: ERASURE, source: "operator", at: now, receivedAt: now, params: {}, testMode: runtime.environment.testMode }
  const output = await store.erase({ leadId, now, kinds: contactKindsOf(runtime.plan), byClientId: byClientId(runtime.plan), errand })
  signals.work(new Set(output.told))
  return { ...output, errand: output.told.length > 0 ? id : undefined }
}
