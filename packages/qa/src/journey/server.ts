import type { ServerEventRecord } from "@tagwright/formats"
import { limits } from "../limits.ts"
import type { ServerPort, StoredDelivery, StoredEvent } from "../ports.ts"
import type { Sink } from "../record/sink.ts"
import { isObject } from "../record/violations.ts"
import { judgeExpectations, matchAll, type Expected, type Happened, type Outcome } from "./expect.ts"
import { whereOf, type Walk } from "./walk.ts"

/** What a journey learns from the server: expectations step by step, and at its end all events and deliveries. */
export interface ServerView {
  expect(walk: Walk, step: number, expected: readonly Expected[]): Promise<Outcome[]>
  /** Waits until every webhook is worked off: a payment leads to more than one event */
  idle(): Promise<void>
  finish(walk: Walk, lastStep: number, sink: Sink): Promise<void>
}

/** Between two looks at the server. It has no way to call us; a look costs it under a millisecond. */
const lookAgainMs = 40

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, lookAgainMs))

const happenedOf = (events: readonly StoredEvent[]): Happened[] => events.map((event) => ({ event: event.name, params: event.params }))

const eventRecord = (walk: Walk, step: number, event: StoredEvent): ServerEventRecord => ({
  kind: "server-event",
  ...whereOf(walk, step),
  event: event.name,
  params: event.params,
  ...(event.leadId === undefined ? {} : { leadId: event.leadId }),
  ...(event.clientId === undefined ? {} : { clientId: event.clientId }),
  ...(event.sessionId === undefined ? {} : { sessionId: event.sessionId }),
  testMode: event.testMode,
  ...(event.choice === undefined ? {} : { choice: event.choice }),
  ...(event.channel === undefined ? {} : { channel: event.channel }),
  volatile: { id: event.id },
})

const isSettled = (delivery: StoredDelivery): boolean => delivery.state !== "pending"

export const serverSteps = (server: ServerPort): ServerView => {
  /** Event id → the step it was first seen in */
  const stepOf = new Map<string, number>()
  const look = async (walk: Walk, step: number) => {
    const seen: Awaited<ReturnType<ServerPort["ofLead"]>> = { events: [], deliveries: [] }
    for (const leadId of walk.leadIds.keys()) {
      const { events, deliveries } = await server.ofLead(leadId)
      seen.events.push(...events)
      seen.deliveries.push(...deliveries)
    }
    for (const event of seen.events) if (!stepOf.has(event.id)) stepOf.set(event.id, step)
    return seen
  }
  const wait = async (walk: Walk, step: number, enough: (seen: Awaited<ReturnType<typeof look>>) => boolean) => {
    const end = Date.now() + limits.serverMs
    for (;;) {
      const seen = await look(walk, step)
      if (enough(seen) || Date.now() > end) return seen
      await pause()
    }
  }
  return {
    async expect(walk, step, expected) {
      if (expected.length === 0) {
        await look(walk, step)
        return []
      }
      const ofStep = (events: readonly StoredEvent[]) => happenedOf(events.filter((event) => stepOf.get(event.id) === step && walk.plan.events[event.name]?.source === "server"))
      const seen = await wait(walk, step, ({ events }) => matchAll(expected, ofStep(events)).every((one) => one.got !== undefined))
      return judgeExpectations(expected, ofStep(seen.events))
    },
    async idle() {
      for (const end = Date.now() + limits.serverMs; !(await server.idle()) && Date.now() < end; ) await pause()
    },
    async finish(walk, lastStep, sink) {
      const { events, deliveries } = await wait(walk, lastStep, (seen) => seen.deliveries.every(isSettled))
      for (const event of events) {
        const record = eventRecord(walk, stepOf.get(event.id) ?? lastStep, event)
        sink.write(record)
        for (const found of walk.search.stored(whereOf(walk, record.step), event.name, event.params)) sink.write(found)
      }
      for (const delivery of deliveries) {
        const received = await walk.standIns?.received(delivery.destination, delivery.eventId)
        const where = whereOf(walk, stepOf.get(delivery.eventId) ?? lastStep)
        // A dead letter's reason can quote what the vendor refused.
        for (const found of walk.search.received(where, delivery.destination, delivery.event, { ...(isObject(received) ? received : { received }), ...(delivery.reason === undefined ? {} : { reason: delivery.reason }) })) sink.write(found)
        sink.write({
          kind: "delivery",
          ...where,
          event: delivery.event,
          destination: delivery.destination,
          state: delivery.state,
          attempts: delivery.attempts,
          ...(delivery.reason === undefined ? {} : { reason: delivery.reason }),
          ...(received === undefined ? {} : { received }),
          volatile: { id: delivery.eventId },
        })
      }
    },
  }
}
