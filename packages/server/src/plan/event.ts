import { destinationTraits, type ParamValue, type ResolvedEvent, type ServerPlan } from "@tagwright/formats"
import { compileParameter, cut, type CheckValue } from "./parameter.ts"

/** Where an event goes by our server, and what it takes. */
export interface RoutePlan {
  destination: string
  category: string
  /** The category needs no choice (strictly necessary) */
  always: boolean
  /** A person's events go one after another */
  ordered?: boolean | undefined
}

export interface CompiledEvent {
  name: string
  plan: ResolvedEvent
  routes: RoutePlan[]
  /** Undefined when the values fit the plan, else `<violation>:<parameter>` */
  check(params: Record<string, unknown>): string | undefined
  /** The values the plan declares, text cut to length; personal ones and ids of ours left out */
  clean(params: Record<string, ParamValue>): Record<string, ParamValue>
  /** The personal values that some destination of this event may have */
  keepPersonal(personal: Record<string, string>): Record<string, string> | undefined
}

/** Keys of the data layer message that are not parameters of the plan, or are stored in columns of their own. */
const ENVELOPE = new Set(["event_id", "test_mode", "lead_id"])
/** Longest personal value worth keeping: RFC 5321 allows 254 characters for an address. */
const LONGEST_PERSONAL = 320

const routesOf = (plan: ServerPlan, event: ResolvedEvent): RoutePlan[] =>
  event.to.flatMap((id) => {
    const destination = plan.destinations[id]
    if (destination === undefined) return []
    const traits = destinationTraits[destination.type]
    const byServer = traits.carrier === "server" || (event.source === "server" && traits.server)
    return byServer ? [{ destination: id, category: destination.consent, always: plan.consent.categories[destination.consent]?.always ?? false, ordered: destination.ordered }] : []
  })

const attached = (plan: ServerPlan, event: ResolvedEvent): ReadonlySet<string> => {
  const keys = [...plan.attribution.campaign, ...plan.attribution.clickIds]
  return new Set(event.attach.includes("attribution") ? keys.flatMap((key) => [`first_${key}`, `last_${key}`]) : [])
}

export const compileEvent = (plan: ServerPlan, event: ResolvedEvent): CompiledEvent => {
  const declared = [...event.required, ...event.optional]
  const checks = new Map<string, CheckValue>()
  const personalAllowed = new Set<string>()
  const routes = routesOf(plan, event)
  for (const name of declared) {
    const parameter = plan.parameters[name]
    if (parameter === undefined) continue
    checks.set(name, compileParameter(parameter))
    const mayGo = routes.some((route) => parameter.only?.includes(route.destination))
    if ((parameter.privacy === "personal" || parameter.privacy === "sensitive") && mayGo) personalAllowed.add(name)
  }
  const free = attached(plan, event)
  const required = event.required.filter((name) => !isPersonal(plan, name))
  return {
    name: event.name,
    plan: event,
    routes,
    check: (params) => {
      for (const name of required) if (params[name] === undefined) return `missing:${name}`
      for (const name in params) {
        if (ENVELOPE.has(name) || free.has(name)) continue
        const check = checks.get(name)
        // The name itself is not repeated: whoever invents parameters may put anything into it.
        if (check === undefined) return "unknown_parameter"
        const violation = check(params[name])
        if (violation !== undefined) return `${violation}:${name}`
      }
      return undefined
    },
    clean: (params) => {
      const kept: Record<string, ParamValue> = {}
      for (const name in params) {
        const value = params[name]
        if (value !== undefined && !ENVELOPE.has(name)) kept[name] = cut(value, plan.parameters[name]?.maxLength ?? LONGEST_PERSONAL)
      }
      return kept
    },
    keepPersonal: (personal) => {
      const kept = Object.entries(personal).filter(([name, value]) => personalAllowed.has(name) && typeof value === "string" && value !== "" && value.length <= LONGEST_PERSONAL)
      return kept.length === 0 ? undefined : Object.fromEntries(kept)
    },
  }
}

const isPersonal = (plan: ServerPlan, name: string): boolean => plan.parameters[name]?.privacy === "personal" || plan.parameters[name]?.privacy === "sensitive"
