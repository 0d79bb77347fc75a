import { randomBytes } from "node:crypto"
import type { CollectBatch, FaultRecord, QaPlan } from "@tagwright/formats"
import { choiceOf } from "../journey/choice.ts"
import type { Mischief, ServerPort, StoredDelivery, StoredEvent } from "../ports.ts"

type ServerFault = Extract<FaultRecord["fault"], "bad-signature" | "killed-before-delivery" | "duplicate-webhook" | "reordered-webhooks">
interface Yard {
  plan: QaPlan
  server: ServerPort
  mischief: Mischief
}
interface Seen {
  events: StoredEvent[]
  deliveries: StoredDelivery[]
}

/** Between two looks at the server, which cannot call us. */
const lookAgainMs = 40
/** A delivery may be retried once before it arrives, and the server was just killed. */
const patience = 2

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, lookAgainMs))

const waitFor = async ({ plan, server }: Yard, lead: string, enough: (seen: Seen) => boolean): Promise<Seen> => {
  const end = Date.now() + plan.thresholds.deliverySeconds * 1000 * patience
  for (;;) {
    const isIdle = await server.idle()
    const seen = await server.ofLead(lead)
    if ((isIdle && enough(seen)) || Date.now() > end) return seen
    await pause()
  }
}

/** A lead that our server knows, with consent to everything, so that every destination is due. */
const newLead = async ({ plan, server }: Yard): Promise<string> => {
  const lead = randomBytes(16).toString("hex")
  const now = Date.now()
  const batch: CollectBatch = { v: 1, sent: now, shared: { lead_id: lead, client_id: `1000000001.${Math.floor(now / 1000)}`, session_id: String(Math.floor(now / 1000)), consent: choiceOf(plan, "all"), test_mode: true }, events: [] }
  await fetch(`${server.url}/collect`, { method: "POST", headers: { "content-type": "text/plain" }, body: JSON.stringify(batch) })
  return lead
}

const paidEvents = (plan: QaPlan): string[] => Object.values(plan.events).flatMap((event) => (event.from?.when === "paid" ? [event.name] : []))
const isPaid = (plan: QaPlan) => (event: StoredEvent) => paidEvents(plan).includes(event.name)

const complete =
  ({ plan }: Yard) =>
  ({ events, deliveries }: Seen): boolean =>
    events.some(isPaid(plan)) && deliveries.every((delivery) => delivery.state !== "pending")

/** How often each destination took each event; more than once is a double count, none of a delivered one a loss. */
const arrivalsOf = async ({ mischief }: Yard, { deliveries }: Seen): Promise<string[]> => {
  const wrong: string[] = []
  for (const { destination, event, eventId, state, attempts, reason } of deliveries) {
    if (state === "dead" || state === "pending") wrong.push(`${event} to ${destination} is ${state} after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}${reason === undefined ? "" : ` (${reason})`}`)
    const count = state === "delivered" ? await mischief.arrivals(destination, eventId) : 1
    if (count > 1) wrong.push(`${destination} took ${event} ${count} times`)
  }
  return wrong
}

const countOf = ({ plan }: Yard, { events }: Seen): number => events.filter(isPaid(plan)).length

const duplicate = async (yard: Yard): Promise<string[]> => {
  const lead = await newLead(yard)
  await yard.mischief.pay(lead)
  await waitFor(yard, lead, complete(yard))
  const statuses = await yard.mischief.resend(lead)
  const seen = await waitFor(yard, lead, complete(yard))
  const refused = statuses.filter((status) => status >= 300)
  return [...(countOf(yard, seen) === 1 ? [] : [`${countOf(yard, seen)} payments stored for one`]), ...(refused.length === 0 ? [] : [`a repeated webhook was answered ${refused.join(", ")}`]), ...(await arrivalsOf(yard, seen))]
}

const forged = async (yard: Yard): Promise<string[]> => {
  const lead = await newLead(yard)
  await yard.mischief.pay(lead)
  const before = await waitFor(yard, lead, complete(yard))
  const statuses = await yard.mischief.forge(lead)
  const after = await waitFor(yard, lead, complete(yard))
  const taken = statuses.filter((status) => status < 400)
  return [...(statuses.length > 0 ? [] : ["no webhook could be forged"]), ...(taken.length === 0 ? [] : [`${taken.length} forged webhooks were accepted`]), ...(after.events.length === before.events.length ? [] : ["a forged webhook led to an event"])]
}

const reordered = async (yard: Yard): Promise<string[]> => {
  const lead = await newLead(yard)
  yard.mischief.hold()
  await yard.mischief.pay(lead)
  await yard.mischief.releaseReversed()
  const seen = await waitFor(yard, lead, complete(yard))
  return [...(countOf(yard, seen) === 1 ? [] : [`${countOf(yard, seen)} payments stored for one`]), ...(await arrivalsOf(yard, seen))]
}

/** The vendors are out while the payment comes in, so the server dies with everything still to deliver. */
const killed = async (yard: Yard): Promise<string[]> => {
  const lead = await newLead(yard)
  const targets = new Set(Object.values(yard.plan.events).flatMap((event) => (event.from === undefined ? [] : event.to)))
  for (const destination of targets) yard.mischief.outage(destination, 1)
  await yard.mischief.pay(lead)
  await yard.server.crash?.()
  const seen = await waitFor(yard, lead, complete(yard))
  return [
    ...(countOf(yard, seen) === 1 ? [] : [`${countOf(yard, seen)} payments stored for one`]),
    ...(seen.deliveries.length > 0 ? [] : ["nothing was left to deliver"]),
    ...(await arrivalsOf(yard, seen)),
  ]
}

const tries: Record<ServerFault, { run: (yard: Yard) => Promise<string[]>; fine: string }> = {
  "duplicate-webhook": { run: duplicate, fine: "every webhook came twice; stored once, delivered once" },
  "bad-signature": { run: forged, fine: "every webhook came again with a wrong signature; all refused, nothing stored" },
  "reordered-webhooks": { run: reordered, fine: "the webhooks came last first; stored once, delivered once" },
  "killed-before-delivery": { run: killed, fine: "killed with every delivery waiting, started again; stored once, delivered once" },
}
const names: readonly ServerFault[] = ["duplicate-webhook", "bad-signature", "reordered-webhooks", "killed-before-delivery"]

/** Does each thing that happens to servers, and writes down whether anything was lost or doubled. A server that nobody may kill is not killed, and the record is missing. */
export const serverFaults = async (plan: QaPlan, server: ServerPort, mischief: Mischief, write: (record: FaultRecord) => void): Promise<void> => {
  for (const fault of names) {
    if (fault === "killed-before-delivery" && server.crash === undefined) continue
    const wrong = await tries[fault].run({ plan, server, mischief })
    write({ kind: "fault", fault, survived: wrong.length === 0, detail: wrong.length === 0 ? tries[fault].fine : [...new Set(wrong)].join("; ") })
  }
}
