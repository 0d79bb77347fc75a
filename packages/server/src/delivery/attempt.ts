import type { ServerPlan } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { signLink } from "../identity/signed-link.ts"
import { grantsType, stillPermitted } from "../plan/consent.ts"
import type { CompiledEvent, RoutePlan } from "../plan/event.ts"
import type { PlanRuntime } from "../plan/runtime.ts"
import type { Connected } from "../destinations/index.ts"
import type { DeliveryInput } from "../destinations/destination.ts"
import { CANARY, ERASURE, type Claimed } from "../store/model.ts"
import { erasedIn } from "../store/errand.ts"
import { ForbiddenAddress } from "./guarded-lookup.ts"
import { PeerTimeout } from "./http-client.ts"
import { byHand, delivered, misconfigured, unfit, type Outcome } from "./outcome.ts"

export type AttemptResult = Outcome | { kind: "withheld"; reason: string }

/** What an attempt needs of the server */
export type AttemptContext = Pick<ServerContext, "runtime" | "secrets"> & { canaries: Pick<ServerContext["canaries"], "probe"> }

/** One attempt: checks that may have changed since it was queued, then the destination. Never throws. */
export const attempt = async (context: AttemptContext, target: Connected, claimed: Claimed, now: number): Promise<AttemptResult> => {
  const { runtime, secrets } = context
  const { event, person } = claimed
  const compiled = runtime.events.get(event.name)
  const route = compiled && routeTo(runtime, compiled, target.id)
  if (event.name === ERASURE) return forget(target, claimed, now)
  if (event.name === CANARY) return probe(context, target)
  // The plan changed since: what it no longer sends must not be sent.
  if (compiled === undefined || route === undefined) return { kind: "withheld", reason: "not_in_plan_any_more" }
  const permission = stillPermitted(route, event.choice, person?.choice)
  if (!permission.granted) return { kind: "withheld", reason: permission.reason }
  // An invoice or a form with the address of somebody who was erased: what was asked for goes on, marketing does not.
  if (claimed.suppressed === true) return { kind: "withheld", reason: "suppressed_after_erasure" }
  if (target.windowMs !== undefined && event.at < now - target.windowMs) return unfit("too_old")
  const choice = person?.choice ?? event.choice
  const input: DeliveryInput = {
    event,
    plan: compiled.plan,
    choice,
    person,
    personal: personalFor(runtime.plan, target.id, claimed.personal),
    linkToken: linkTokenFor(runtime.plan.identity, secrets, event),
    environment: { name: runtime.environmentName, testMode: runtime.environment.testMode, ga4: runtime.environment.ga4 },
    grants: { adUserData: grantsType(runtime.plan, choice, "ad_user_data"), adPersonalization: grantsType(runtime.plan, choice, "ad_personalization") },
    now,
  }
  try {
    return await target.sender.deliver(input)
  } catch (error) {
    return thrown(error)
  }
}

/** Events that gtag.js sent to us are ours to carry to GA4, though the container carries the plan's browser events. */
const routeTo = (runtime: PlanRuntime, event: CompiledEvent, id: string): RoutePlan | undefined => {
  const destination = runtime.plan.destinations[id]
  if (destination === undefined || !event.plan.to.includes(id)) return undefined
  return { destination: id, category: destination.consent, always: runtime.plan.consent.categories[destination.consent]?.always === true }
}

/** An errand of Art. 19: a recipient is told every name it may know the person by. Who offers no way to be told has to be told by hand. */
const forget = async (target: Connected, { personal, event }: Claimed, now: number): Promise<Outcome> => {
  if (target.sender.forget === undefined) return byHand("erase_by_hand")
  return target.sender.forget({ id: event.id, ...erasedIn(personal) }, now).catch(thrown)
}

/** A canary has come as far as the vendor, who is asked something harmless. It is never a dead letter and never tried again: the next one comes in minutes. */
const probe = async ({ runtime, canaries }: AttemptContext, target: Connected): Promise<AttemptResult> => {
  const destination = runtime.plan.destinations[target.id]
  const record = destination && (await canaries.probe(destination))
  return record?.ok === true ? delivered() : { kind: "withheld", reason: `canary_${record?.reason ?? "not_in_plan"}` }
}

const MS_A_DAY = 86_400_000
/** For as long as a lead_id lasts, counted from the event: a delivery that is repeated carries the same token. */
const linkTokenFor = ({ links, days }: ServerPlan["identity"], secrets: ServerContext["secrets"], { leadId, at }: Claimed["event"]): string | undefined => {
  const key = links === undefined ? undefined : secrets(links)?.trim()
  return key && leadId !== undefined ? signLink(key, leadId, at + days * MS_A_DAY) : undefined
}

/** A personal value goes only where the plan's `only` names the destination. */
const personalFor = (plan: ServerPlan, destination: string, personal: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(personal).filter(([name]) => plan.parameters[name]?.only?.includes(destination)))

const thrown = (error: unknown): Outcome => {
  if (error instanceof ForbiddenAddress) return misconfigured("forbidden_address")
  if (error instanceof PeerTimeout) return { kind: "retry", reason: "timeout" }
  return { kind: "retry", reason: codeIn(error)?.toLowerCase() ?? "no_connection" }
}

/** The system's code (ECONNREFUSED); fetch hides it in the cause. */
const codeIn = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  return "code" in error && typeof error.code === "string" ? error.code : codeIn(error.cause)
}
