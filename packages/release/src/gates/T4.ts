import type { FaultRecord, GateFinding } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { allows, choiceAt, placeName, samePlace } from "../observe/choice.ts"

const codes = {
  "server-event-missing": "The webhook did not lead to an event: look at the server's log and at the webhook's secret and `when`.",
  "server-event-twice": "One payment, one event: the event's id must be made from the payment, not from the webhook.",
  "server-event-by-browser": "Let the webhook alone count it: remove the push from the page, or every sale counts twice.",
  "server-event-different": "Compare what was expected with what the server stored.",
  "delivery-missing": "See `tagwright deliveries list`: the event was stored and did not reach this destination.",
  "delivered-twice": "The destination got one event more than once: its deduplication key must be the event's id.",
  "delivery-dead": "See the reason; after mending it, `tagwright deliveries replay`.",
  "delivery-pending": "The delivery was not done when the run ended: the destination was slow, or the queue stands still.",
  "conversion-without-channel": "The first or last touch did not reach the server: check attach: [\"attribution\"] and /collect.",
  "server-fault-lost-data": "The server lost or doubled something under this fault; see the detail.",
  "server-fault-not-tried": "Run `tagwright qa` again: this fault was not tried, so surviving it is not known.",
  "server-probe-failed": "The evidence names the question that was answered with no.",
} as const
type Input = GateInput<"push" | "server-event" | "delivery" | "expectation" | "fault" | "step" | "probe", keyof typeof codes>

/** Faults that a reliable server must be seen to survive. */
const serverFaults = ["bad-signature", "killed-before-delivery", "duplicate-webhook"] as const satisfies readonly FaultRecord["fault"][]
const ownFaults: readonly FaultRecord["fault"][] = [...serverFaults, "reordered-webhooks"]

const fromWebhook = ({ plan }: Input, event: string): boolean => plan.events[event]?.source === "server"

type Event = Observed<"server-event">
const transaction = ({ params }: Event): unknown => params["transaction_id"]

/** Two purchases of one payment in one walk. Several refunds of one payment are legitimate: parts of it. */
const twiceFindings = (input: Input): GateFinding[] => {
  const paid = input.of("server-event").filter(({ event }) => input.plan.events[event]?.from?.when === "paid")
  return paid.flatMap((event, index) => {
    const first = paid.slice(0, index).find((other) => samePlace(other, event) && other.event === event.event && transaction(other) === transaction(event))
    return first === undefined ? [] : [input.finding("server-event-twice", `${event.event} of one payment was stored twice (${placeName(event)})`, [first, event])]
  })
}

/** What comes with a webhook is counted there; a push of the same name counts it once more. */
const browserFindings = (input: Input): GateFinding[] =>
  input.of("push").flatMap((push) =>
    push.event !== undefined && fromWebhook(input, push.event) ? [input.finding("server-event-by-browser", `${push.event} comes with a webhook, and the page pushed it too (${placeName(push)})`, [push])] : [],
  )

/** For each walk, event and destination: as many arrivals as events, no more, no less. */
const deliveryFindings = (input: Input): GateFinding[] => {
  const { of, plan, finding } = input
  const walks = Map.groupBy(of("server-event").filter(({ event }) => fromWebhook(input, event)), ({ scenario, journey, event }) => `${scenario}\n${journey}\n${event}`)
  return [...walks.values()].flatMap((events) => {
    const first = events[0]
    if (first === undefined) return []
    return (plan.events[first.event]?.to ?? []).flatMap((id) => {
      const destination = plan.destinations[id]
      if (destination === undefined) return []
      const due = events.filter((event) => allows(plan, destination, event.choice ?? choiceAt(of("step"), event))).length
      const arrived = of("delivery").filter((delivery) => samePlace(delivery, first) && delivery.event === first.event && delivery.destination === id && delivery.state === "delivered")
      if (arrived.length > events.length || (due === events.length && arrived.length > due))
        return [finding("delivered-twice", `${first.event} reached ${id} ${arrived.length} times for ${count(events.length, "event")} (${placeName(first)})`, arrived)]
      return arrived.length < due ? [finding("delivery-missing", `${first.event} reached ${id} ${arrived.length} of ${count(due, "time")} (${placeName(first)})`, [...events, ...arrived])] : []
    })
  })
}

const stateFindings = ({ of, finding }: Input): GateFinding[] =>
  of("delivery").flatMap((delivery) => {
    if (delivery.state !== "dead" && delivery.state !== "pending") return []
    const why = delivery.reason === undefined ? "" : `: ${delivery.reason}`
    return [finding(`delivery-${delivery.state}`, `${delivery.event} to ${delivery.destination} is ${delivery.state}${why}`, [delivery])]
  })

/** A channel, or the touch it is made from: the plan's campaign keys come as `first_…` and `last_…`. */
const hasChannel = ({ channel, params }: Event): boolean => channel !== undefined || Object.keys(params).some((name) => /^(first|last)_/.test(name))

/** Where analytics is allowed the visit is known, so its channel must be known too. */
const channelFindings = (input: Input): GateFinding[] => {
  const { of, plan, finding } = input
  const ga4 = Object.values(plan.destinations).filter(({ type }) => type === "ga4")
  return of("server-event")
    .filter((event) => fromWebhook(input, event.event) && plan.events[event.event]?.attach.includes("attribution") === true && !hasChannel(event))
    .filter((event) => ga4.some((destination) => allows(plan, destination, event.choice ?? choiceAt(of("step"), event))))
    .map((event) => finding("conversion-without-channel", `${event.event} has no channel (${placeName(event)})`, [event]))
}

const expectationCode = { missing: "server-event-missing", different: "server-event-different", unexpected: "server-event-twice" } as const
const expectationWords = { missing: "was expected and never came", different: "came with other parameters", unexpected: "came more often than expected" } as const

const expectationFindings = ({ of, finding }: Input): GateFinding[] =>
  of("expectation").flatMap((expectation) => {
    if (expectation.source !== "server" || expectation.outcome === "met") return []
    return [finding(expectationCode[expectation.outcome], `${expectation.event} ${expectationWords[expectation.outcome]} (${placeName(expectation)})`, [expectation])]
  })

const faultFindings = ({ of, finding }: Input): GateFinding[] => {
  const faults = of("fault").filter(({ fault }) => ownFaults.includes(fault))
  return [
    ...faults.filter(({ survived }) => !survived).map((record) => finding("server-fault-lost-data", `${record.fault}: ${record.detail}`, [record])),
    ...serverFaults.filter((name) => !faults.some(({ fault }) => fault === name)).map((name) => finding("server-fault-not-tried", `${name} was not tried`)),
  ]
}

/** T4 — Server event reliability. */
export const T4 = defineGate({
  id: "T4",
  needs: ["server-event", "delivery", "expectation"],
  fromServer: ["server-event", "delivery"],
  reads: ["fault", "step", "probe", "push"],
  codes,
  inconclusive: ["server-fault-not-tried"],
  judge(input) {
    const { of, plan, finding } = input
    if (!Object.values(plan.events).some(({ source }) => source === "server"))
      return { summary: "No event of the plan comes with a webhook.", findings: [], notApplicable: true }
    const events = of("server-event").filter(({ event }) => fromWebhook(input, event))
    return {
      summary: `${count(events.length, "webhook event")}, ${count(of("delivery").length, "delivery")}, ${count(of("fault").filter(({ fault }) => ownFaults.includes(fault)).length, "server fault")} tried.`,
      findings: [
        ...expectationFindings(input),
        ...twiceFindings(input),
        ...browserFindings(input),
        ...deliveryFindings(input),
        ...stateFindings(input),
        ...channelFindings(input),
        ...faultFindings(input),
        ...of("probe").filter(({ gate, holds }) => gate === "T4" && !holds).map((probe) => finding("server-probe-failed", `${probe.probe}: ${probe.detail}`, [probe])),
      ],
    }
  },
})
