import type { OpsEvent, OpsEventDetail, OpsPage, OpsQuarantined } from "@tagwright/formats"
import { HttpError, jsonAnswer, type Call } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import type { DeliveryRow, EventFilter } from "../../store/browse/queries.ts"
import type { StoredEvent } from "../../store/model.ts"
import type { Actor } from "../access.ts"
import { channelOfPerson } from "../event-view.ts"
import type { Handles } from "../handles.ts"
import { limitOf, numberIn, queryOf, textIn } from "../input.ts"
import { maskParams, maskUrl } from "../masking.ts"
import { identifies, type ViewContext } from "./context.ts"
import { deliveryView, withTries } from "./deliveries.ts"

const PAGE = 50
const MOST = 200

const brief = (row: DeliveryRow): OpsEvent["deliveries"][number] => {
  const { id, destination, state, reason } = deliveryView(row)
  return { id, destination, state, reason }
}

/** Events as lists show them, with what became of each. */
export const eventList = async ({ browse, handles }: ViewContext, events: readonly StoredEvent[]): Promise<OpsEvent[]> => {
  const deliveries = await browse.ask("deliveriesOf", events.map(({ seq }) => seq))
  return events.map(({ seq, id, name, source, at, receivedAt, testMode, leadId, choice }) => ({
    seq,
    id,
    event: name,
    source,
    at,
    receivedAt,
    testMode,
    choice,
    person: leadId === undefined ? undefined : handles.of(leadId),
    deliveries: deliveries.filter((row) => row.seq === seq).map(brief),
  }))
}

const detail = async (context: ViewContext, event: StoredEvent, actor: Actor): Promise<OpsEventDetail> => {
  const { browse, runtime, store } = context
  const rows = await browse.ask("deliveriesOf", [event.seq])
  const attempts = await browse.ask("attempts", rows.map(({ id }) => id))
  const [listed] = await eventList(context, [event])
  if (listed === undefined) throw new HttpError(404, "no_such_event")
  const person = event.leadId === undefined ? undefined : await store.person(event.leadId)
  const open = identifies(actor)
  const { params, masked } = open ? { params: event.params, masked: [] } : maskParams(runtime.plan, event.params)
  const page = event.page && {
    url: open ? event.page.url : maskUrl(event.page.url),
    ...(event.page.title !== undefined && { title: event.page.title }),
    ...(event.page.referrer !== undefined && { referrer: open ? event.page.referrer : maskUrl(event.page.referrer) }),
  }
  return {
    ...listed,
    params,
    masked,
    page,
    meanings: Object.fromEntries(Object.keys(event.params).flatMap((name) => (runtime.plan.parameters[name] === undefined ? [] : [[name, runtime.plan.parameters[name].describe]]))),
    channel: person && channelOfPerson(person),
    amount: event.amount,
    ...(open && { leadId: event.leadId, clientId: event.clientId, sessionId: event.sessionId }),
    deliveries: rows.map((row) => withTries(row, attempts)),
  }
}

/** The filter of an address, as the list and its export share it. */
export const eventFilter = (call: Call, handles: Handles): Omit<EventFilter, "limit"> => {
  const query = queryOf(call)
  const test = textIn(query, "test")
  const person = textIn(query, "person")
  const lead = person === undefined ? undefined : handles.leadOf(person)
  if (person !== undefined && lead === undefined) throw new HttpError(404, "no_such_person")
  return {
    before: query.has("before") ? numberIn(query, "before", 0) : undefined,
    until: query.has("until") ? numberIn(query, "until", 0) : undefined,
    name: textIn(query, "event"),
    source: textIn(query, "source"),
    id: textIn(query, "id"),
    lead,
    testMode: test === undefined ? undefined : test === "yes",
  }
}

/** `GET /ops/api/log/events[/:seq]`, `GET /ops/api/log/quarantine` */
export const eventRoutes = (context: ViewContext): Route[] => [
  {
    method: "GET",
    path: "/ops/api/log/events",
    handle: async (call) => {
      context.access(call, "read")
      const limit = limitOf(queryOf(call), PAGE, MOST)
      const events = await context.browse.ask("events", { ...eventFilter(call, context.handles), limit })
      return jsonAnswer(200, { items: await eventList(context, events), next: events.length === limit ? events.at(-1)?.seq : undefined } satisfies OpsPage<OpsEvent>)
    },
  },
  {
    method: "GET",
    path: "/ops/api/log/quarantine",
    handle: async (call) => {
      context.access(call, "read")
      const query = queryOf(call)
      const limit = limitOf(query, PAGE, MOST)
      const items = await context.browse.ask("quarantined", { before: query.has("before") ? numberIn(query, "before", 0) : undefined, reason: textIn(query, "reason"), limit })
      return jsonAnswer(200, { items, next: items.length === limit ? items.at(-1)?.seq : undefined } satisfies OpsPage<OpsQuarantined>)
    },
  },
  {
    method: "GET",
    path: "/ops/api/log/events/:seq",
    handle: async (call, params) => {
      const actor = context.access(call, "read")
      const event = await context.browse.ask("event", Number(params["seq"]))
      if (event === undefined) throw new HttpError(404, "no_such_event")
      return jsonAnswer(200, await detail(context, event, actor))
    },
  },
]
