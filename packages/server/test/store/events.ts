import type { NewDelivery, NewEvent } from "../../src/store/model.ts"

/** The least an event can be. */
export const newEvent = (id: string, at: number, deliveries: NewDelivery[] = [], rest: Partial<NewEvent> = {}): NewEvent => ({
  id,
  name: "page_view",
  source: "browser",
  at,
  receivedAt: at,
  params: {},
  testMode: false,
  deliveries,
  ...rest,
})
