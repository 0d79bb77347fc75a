import type { PlanBinding, ResolvedPlan } from "@tagwright/formats"
import { code, object } from "./kit-code.ts"
import type { Uses } from "./kit-uses.ts"

/** The program that esbuild turns into the kit: a call per part of the runtime that the plan needs. What it does not name is not in the kit. */
export const kitEntry = (plan: ResolvedPlan, uses: Uses): string => `import * as tw from "@tagwright/datalayer"\nconst kit = tw.start(${parts(plan, uses).join(",")})`

/** In this order they start; the banner last, so that a choice made earlier finds every part listening. */
const parts = (plan: ResolvedPlan, uses: Uses): string[] => [
  ...(plan.identity.domains.length > 0 ? ["tw.crossDomains"] : []),
  ...(plan.identity.links === undefined ? [] : ["tw.signedLinks"]),
  ...(uses.attribution ? ["tw.attribution"] : []),
  ...(uses.server ? ["tw.delivery"] : []),
  ...bound(uses),
  ...(handsOn(uses) ? ["tw.decorate"] : []),
  banners[plan.consent.banner.cmp],
]

type BindingKind = "load" | "moves" | "click" | "submit" | "focus" | "invalid" | "visible" | "scroll" | "link" | "media"
/** Writes the arguments of a kind's part, or of several: undefined when nothing of the plan is bound that way. */
type Writer = (bindings: readonly (readonly [event: string, on: PlanBinding])[]) => string | readonly string[] | undefined

/** An object event → what `value` says of its binding. */
const byEvent =
  (value: (on: PlanBinding) => unknown): Writer =>
  (bindings) => {
    const found = bindings.flatMap(([event, on]) => (value(on) === undefined ? [] : [[event, value(on)]]))
    return found.length > 0 ? code(Object.fromEntries(found)) : undefined
  }
const bySelector = (kind: "click" | "submit" | "focus" | "invalid"): Writer => byEvent((on) => (kind in on ? Reflect.get(on, kind) : undefined))

/** The attribute alone binds this event to its element, so the selector need not be in the kit. */
const isAttribute = (event: string, selector: unknown): boolean => selector === `[data-tw-event=${event}]` || selector === `[data-tw-event="${event}"]`

/** Attributes bind any event to a use of an element as soon as the plan binds one: then the part is there, if only for them. */
const withAttributes =
  (kind: "click" | "submit"): Writer =>
  (bindings) => {
    const selectors = bindings.filter(([event, on]) => kind in on && !isAttribute(event, Reflect.get(on, kind)))
    return bindings.some(([, on]) => elementBound.some((one) => one in on)) ? (bySelector(kind)(selectors) ?? "{}") : undefined
  }
const elementBound = ["click", "submit", "focus", "invalid", "visible"]

const writers: Record<BindingKind, Writer> = {
  load: byEvent((on) => ("load" in on ? pageOf(on) : undefined)),
  moves: byEvent((on) => ("history" in on && on.history ? pageOf(on) : undefined)),
  click: withAttributes("click"),
  submit: withAttributes("submit"),
  focus: bySelector("focus"),
  invalid: bySelector("invalid"),
  visible: (bindings) => bindings.flatMap(([event, on]) => ("visible" in on ? [[event, on.visible, on.share, on.ms].map(code).join(",")] : [])),
  scroll: byEvent((on) => ("scroll" in on ? on.scroll : undefined)),
  link: (bindings) => {
    const tests = bindings.flatMap(([event, on]) => {
      if ("outbound" in on) return [[event, "tw.outbound"]]
      return "download" in on ? [[event, `tw.download(/\\.(${on.download.join("|")})$/i)`]] : []
    })
    return tests.length > 0 ? object(Object.fromEntries(tests)) : undefined
  },
  media: (bindings) => {
    const found = bindings.flatMap(([event, on]) => ("media" in on ? [code([event, on.media, on.at])] : []))
    return found.length > 0 ? found.join(",") : undefined
  },
}

/** Which page of the plan a view is of; empty: any. */
const pageOf = (on: PlanBinding): string => ("page" in on ? on.page : "")

const bound = ({ events }: Uses): string[] => {
  const bindings = Object.values(events).flatMap(({ name, on }) => (on ? [[name, on] as const] : []))
  return Object.entries(writers).flatMap(([kind, write]) => {
    const args = write(bindings) ?? []
    return [args].flat().map((one) => `()=>tw.${kind}(${one})`)
  })
}

/** Somebody outside the page can make use of the lead_id: our server, a payment, or whoever gets the messages that carry it. */
const handsOn = ({ server, events }: Uses): boolean => server || Object.values(events).some(({ attach }) => attach.includes("identity"))

const banners: Record<ResolvedPlan["consent"]["banner"]["cmp"], string> = {
  "vanilla-cookieconsent": "tw.vanillaCookieconsent",
  klaro: "tw.klaro",
  cookiebot: "tw.cookiebot",
  onetrust: "tw.onetrust",
  usercentrics: "tw.usercentrics",
  tcf: "tw.tcf",
  custom: "tw.custom",
}
