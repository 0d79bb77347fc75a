import type { CategoryChoice, OpsJourney, OpsJourneyStep, Touch } from "@tagwright/formats"
import { channelOf, trafficOf } from "../../attribution/channels.ts"
import { HttpError, jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import { leadName, leadsIn } from "../../identity/names.ts"
import { erasedBefore } from "../../privacy/suppression.ts"
import type { Edge } from "../../store/model.ts"
import type { Actor } from "../access.ts"
import { channelOfPerson } from "../event-view.ts"
import { maskUrl } from "../masking.ts"
import { identifies, type ViewContext } from "./context.ts"
import { eventList } from "./events.ts"

/** A way longer than this is read by filter, not by eye. */
const MOST_EVENTS = 500

/** Campaigns are the site's own words; click ids and query strings are a person's. */
const visitStep = (touch: Touch, open: boolean): OpsJourneyStep => ({
  kind: "visit",
  at: touch.at,
  channel: channelOf(trafficOf(touch)),
  landing: open ? touch.landing : maskUrl(touch.landing),
  params: Object.fromEntries(Object.entries(touch.params).filter(([name]) => open || name.startsWith("utm_"))),
})
const joinedStep = ({ a, b, source, at, removedAt }: Edge): OpsJourneyStep => ({ kind: "joined", at, name: `${a} = ${b}`, source, until: removedAt })
const choiceStep = ({ at, choice }: { at: number; choice: unknown }): OpsJourneyStep => {
  const categories: CategoryChoice = Object.fromEntries(Object.entries(choice ?? {}).filter((one): one is [string, boolean] => typeof one[1] === "boolean"))
  return { kind: "choice", at, choice: categories }
}

const journey = async (context: ViewContext, leadId: string, handle: string, actor: Actor): Promise<OpsJourney> => {
  const { store, browse } = context
  const open = identifies(actor)
  const names = await store.cluster(leadName(leadId))
  const leads = leadsIn(names)
  const [person, erased, touches, choices, edges, ...stored] = await Promise.all([
    store.person(leadId),
    erasedBefore(context, leadId, names),
    store.touchesOf(leadId),
    store.consentOf(leads),
    store.edgesOf(names),
    ...leads.map((lead) => browse.ask("events", { lead, limit: MOST_EVENTS + 1 })),
  ])
  const events = stored.flat()
  if (person === undefined && events.length === 0) throw new HttpError(404, "no_such_person")
  const shown = events.toSorted((a, b) => b.seq - a.seq).slice(0, MOST_EVENTS)
  const listed = (await eventList(context, shown)).toReversed()
  const amounts = new Map(shown.map(({ seq, amount }) => [seq, amount]))
  const steps: OpsJourneyStep[] = [
    ...touches.map((touch) => visitStep(touch, open)),
    ...choices.map(choiceStep),
    ...listed.map((event): OpsJourneyStep => ({ kind: "event", at: event.at, event, amount: amounts.get(event.seq) })),
    ...(open ? edges.map(joinedStep) : []),
  ]
  return {
    person: handle,
    names: open ? names : [],
    nameCount: names.length,
    choice: person?.choice,
    channel: person && channelOfPerson(person),
    erased,
    steps: steps.toSorted((a, b) => a.at - b.at),
    cut: events.length > MOST_EVENTS,
    ...(open && { leadId }),
  }
}

/** `GET /ops/api/people/:person`, `POST /ops/api/people/find`. Whoever sees ids leaves a trace in the audit log. */
export const peopleRoutes = (context: ViewContext): Route[] => [
  {
    method: "GET",
    path: "/ops/api/people/:person",
    handle: async (call, { person: handle = "" }) => {
      const actor = context.access(call, "read")
      const leadId = context.handles.leadOf(handle)
      if (leadId === undefined) throw new HttpError(404, "no_such_person")
      const found = await journey(context, leadId, handle, actor)
      if (identifies(actor)) context.audit.add(context.clock.now(), actor.name, "person_viewed", handle.slice(0, 8))
      return jsonAnswer(200, found)
    },
  },
]
