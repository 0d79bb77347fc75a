import type { AppendInput, NewEvent } from "../model.ts"

/** What the events of a batch mostly have in common; it crosses to the writing thread once. */
type Shared = Pick<NewEvent, "leadId" | "clientId" | "sessionId" | "choice" | "page" | "device">
/** A batch on its way: a field that stands in `shared` is missing in the events. */
export type PackedInput = AppendInput & { shared?: Shared | undefined }

/** The value that all have, or undefined where they differ. */
const common = <T>(events: readonly NewEvent[], of: (event: NewEvent) => T): T | undefined => {
  const [first] = events
  if (first === undefined) return undefined
  const value = of(first)
  return events.every((event) => of(event) === value) ? value : undefined
}

export const pack = (input: AppendInput): PackedInput => {
  const { events } = input
  if (events.length < 2) return input
  const shared: Shared = {
    leadId: common(events, (event) => event.leadId),
    clientId: common(events, (event) => event.clientId),
    sessionId: common(events, (event) => event.sessionId),
    choice: common(events, (event) => event.choice),
    page: common(events, (event) => event.page),
    device: common(events, (event) => event.device),
  }
  if (Object.values(shared).every((value) => value === undefined)) return input
  const rest = (event: NewEvent): NewEvent => ({
    ...event,
    leadId: shared.leadId === undefined ? event.leadId : undefined,
    clientId: shared.clientId === undefined ? event.clientId : undefined,
    sessionId: shared.sessionId === undefined ? event.sessionId : undefined,
    choice: shared.choice === undefined ? event.choice : undefined,
    page: shared.page === undefined ? event.page : undefined,
    device: shared.device === undefined ? event.device : undefined,
  })
  return { ...input, shared, events: events.map(rest) }
}

export const unpack = ({ shared, events }: PackedInput): NewEvent[] =>
  shared === undefined
    ? events
    : events.map((event) => ({
        ...event,
        leadId: event.leadId ?? shared.leadId,
        clientId: event.clientId ?? shared.clientId,
        sessionId: event.sessionId ?? shared.sessionId,
        choice: event.choice ?? shared.choice,
        page: event.page ?? shared.page,
        device: event.device ?? shared.device,
      }))
