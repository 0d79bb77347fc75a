import type { Costs } from "./model.ts"

/** `npm run capacity -w packages/server -- measure` printed these; docs/scale-out.md says when and under what load. */
export const measured: Costs = {
  eventBytes: 635,
  deliveryBytes: 499,
  eventWalBytes: 1_008,
  deliveryWalBytes: 1_546,
  ingestMicros: 69,
  workerMicros: 75,
  databaseEventMicros: 61,
  databaseDeliveryMicros: 41,
}
