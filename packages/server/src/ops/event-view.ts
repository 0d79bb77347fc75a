import { channelOf, isDirect, trafficOf } from "../attribution/channels.ts"
import type { ServerContext } from "../context.ts"
import type { Person, StoredEvent } from "../store/model.ts"

/** The latest touch that was not direct, else the first: what GA4 calls the paid and organic last click. */
export const channelOfPerson = ({ firstTouch, lastTouch }: Person): string | undefined => {
  const touches = [lastTouch, firstTouch].filter((touch) => touch !== undefined).map(trafficOf)
  const chosen = touches.find((traffic) => !isDirect(traffic)) ?? touches[0]
  return chosen && channelOf(chosen)
}

/** An event as QA and the live report see it. Personal values were sealed at the door and are not in it. */
const eventView = (event: StoredEvent, person: Person | undefined) => ({
  seq: event.seq,
  id: event.id,
  event: event.name,
  source: event.source,
  at: event.at,
  receivedAt: event.receivedAt,
  params: event.params,
  leadId: event.leadId,
  clientId: event.clientId ?? person?.clientId,
  sessionId: event.sessionId ?? person?.sessionId,
  testMode: event.testMode,
  choice: event.choice ?? person?.choice,
  channel: person && channelOfPerson(person),
  amount: event.amount,
})

export const eventViews = async ({ store }: ServerContext, events: readonly StoredEvent[]) => {
  const people = await store.people([...new Set(events.flatMap(({ leadId }) => leadId ?? []))])
  const byLead = new Map(people.map((person) => [person.leadId, person]))
  return events.map((event) => eventView(event, event.leadId === undefined ? undefined : byLead.get(event.leadId)))
}
