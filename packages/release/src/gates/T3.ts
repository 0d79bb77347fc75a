import type { GateFinding, Where } from "@tagwright/formats"
import { count, defineGate, type GateInput, type Observed } from "../gate.ts"
import { allows, choiceAt, placeName, samePlace } from "../observe/choice.ts"

const codes = {
  "identity-probe-failed": "The evidence names the question that was answered with no; `docs/kit.md` tells how the lead_id is kept.",
  "identity-probe-missing": "Run `tagwright qa` again: nobody asked whether the lead_id survives, so it is not known.",
  "server-event-without-lead-id": "The payment did not carry the lead_id: decorate its link with data-tw-decorate and check the webhook's `leadId`.",
  "server-event-without-session": "The browser's client and session ids did not reach the server though analytics was allowed: check /collect.",
  "lead-id-changed": "The lead_id changed within one journey: check the cookie's domain and lifetime, and that nothing else writes it.",
  "lead-id-differs": "The server event carries another lead_id than the browser that caused it: check the decorated link.",
} as const
type Input = GateInput<"probe" | "server-event" | "storage" | "step", keyof typeof codes>

/** Only events that come with a webhook: browser events bring their ids along. */
const webhookEvents = ({ of, plan }: Input): readonly Observed<"server-event">[] => of("server-event").filter(({ event }) => plan.events[event]?.source === "server")

const sessionNeeded = ({ of, plan }: Input, event: Observed<"server-event">): boolean => {
  const choice = event.choice ?? choiceAt(of("step"), event)
  return Object.values(plan.destinations).some((destination) => destination.type === "ga4" && allows(plan, destination, choice) && plan.events[event.event]?.to.includes(destination.id))
}

/**
 * Looks at one and the same browser, back from a step. One at which nobody has chosen yet is a new device, or one that has forgotten: what was before it
 * was another browser, whose id it cannot have.
 */
const browserBefore = ({ of }: Input, where: Where): readonly Observed<"storage">[] => {
  const before = of("storage").filter((storage) => samePlace(storage, where) && storage.step <= where.step)
  return before.slice(before.findLastIndex(({ choice }) => choice === undefined) + 1).filter(({ leadId }) => leadId !== undefined)
}

const eventFindings = (input: Input, event: Observed<"server-event">): GateFinding[] => {
  const { finding } = input
  if (event.leadId === undefined) return [finding("server-event-without-lead-id", `${event.event} has no lead_id (${placeName(event)})`, [event])]
  const browser = browserBefore(input, event)
  return [
    ...(browser.length > 0 && !browser.some(({ leadId }) => leadId === event.leadId)
      ? [finding("lead-id-differs", `${event.event} does not carry the browser's lead_id (${placeName(event)})`, [event, ...browser.slice(-1)])]
      : []),
    ...(sessionNeeded(input, event) && (event.clientId === undefined || event.sessionId === undefined)
      ? [finding("server-event-without-session", `${event.event} lacks the client or session id of the visit (${placeName(event)})`, [event])]
      : []),
  ]
}

/** Without any consent nothing may be kept on the device, so each page mints its own lead_id, and that is right. */
const mayRemember = ({ plan }: Input, { choice }: Observed<"storage">): boolean =>
  Object.entries(choice ?? {}).some(([category, yes]) => yes && plan.consent.categories[category]?.always !== true)

const storageFindings = (input: Input): GateFinding[] =>
  input.of("storage").flatMap((after) => {
    const before = after.leadId === undefined ? undefined : browserBefore(input, after).at(-2)
    return before === undefined || before.leadId === after.leadId || !mayRemember(input, before) || !mayRemember(input, after)
      ? []
      : [input.finding("lead-id-changed", `The lead_id is another one at ${placeName(after)}`, [before, after])]
  })

/** T3 — Cross-device attribution. */
export const T3 = defineGate({
  id: "T3",
  needs: ["probe", "storage"],
  reads: ["server-event", "step"],
  codes,
  inconclusive: ["identity-probe-missing"],
  judge(input) {
    const { of, finding } = input
    const probes = of("probe").filter(({ gate }) => gate === "T3")
    const events = webhookEvents(input)
    return {
      summary: `${count(probes.length, "question")} about the lead_id, ${count(events.length, "webhook event")} and ${count(of("storage").length, "look")} at storage.`,
      findings: [
        ...(probes.length > 0 ? [] : [finding("identity-probe-missing", "No question about the lead_id was asked")]),
        ...probes.filter(({ holds }) => !holds).map((probe) => finding("identity-probe-failed", `${probe.probe}: ${probe.detail}${probe.at === undefined ? "" : ` (${placeName(probe.at)})`}`, [probe])),
        ...events.flatMap((event) => eventFindings(input, event)),
        ...storageFindings(input),
      ],
    }
  },
})
