import { consentTypes, destinationTraits, type ParameterType, type PlanBinding, type ResolvedEvent, type ResolvedParameter, type ResolvedPlan } from "@tagwright/formats"
import { code, member, object } from "./kit-code.ts"

/**
 * The program that esbuild turns into the kit: the plan as configuration, and a call per part of the runtime it needs.
 * What it does not name is not in the kit.
 */
export const kitEntry = (plan: ResolvedPlan): string => {
  const features = featuresOf(plan)
  return [
    `import * as tw from "@tagwright/datalayer"`,
    `const kit = tw.start(${object({
      _environments: `[${Object.values(plan.site.environments).map(environment).join(",")}]`,
      _categories: code(Object.keys(plan.consent.categories)),
      _always: code(keysWhere(plan.consent.categories, ({ always }) => always)),
      _types: object(Object.fromEntries(consentTypes.map((type) => [type, code(keysWhere(plan.consent.categories, ({ grants }) => grants.includes(type)))]))),
      _defaults: `[${[...plan.consent.regions.map(({ regions, grant }) => object({ _in: code(regions), _grant: code(grant) })), "{_grant:[]}"].join(",")}]`,
      _waitForUpdate: code(plan.consent.banner.waitForUpdate),
      ...(plan.consent.mode === "basic" && { _basic: "true" }),
      ...(plan.consent.beforeChoice === "buffer" && { _buffer: "true" }),
      _gpc: code(plan.consent.globalPrivacyControl),
      _cookie: code(plan.identity.cookie),
      _days: code(plan.identity.days),
      _params: object(mapValues(used(plan), reader)),
      _personal: code(keysWhere(used(plan), isPersonal)),
      _events: object(mapValues(browserEvents(plan), (event) => eventRule(plan, event))),
      _fill: object(fills(plan)),
    })}, [${features.join(",")}])`,
  ].join("\n")
}

const mapValues = <V>(record: Record<string, V>, map: (value: V, key: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
const keysWhere = <V>(record: Record<string, V>, wanted: (value: V) => boolean): string[] => Object.keys(record).filter((key) => record[key] !== undefined && wanted(record[key]))
const pick = <V>(record: Record<string, V>, wanted: (value: V) => boolean): Record<string, V> => Object.fromEntries(Object.entries(record).filter(([, value]) => wanted(value)))

const environment = ({ hosts, server, ga4, testMode }: ResolvedPlan["site"]["environments"][string]): string =>
  object({ _hosts: code(hosts), _server: code(server.replace(/\/$/, "")), _stream: code(ga4.replace(/^G-/, "")), ...(testMode && { _test: "true" }) })

const browserEvents = (plan: ResolvedPlan): Record<string, ResolvedEvent> => pick(plan.events, ({ source }) => source === "browser")
const paramsOf = ({ required, optional }: ResolvedEvent): string[] => [...required, ...optional]
const used = (plan: ResolvedPlan): Record<string, ResolvedParameter> => {
  const names = new Set(Object.values(browserEvents(plan)).flatMap(paramsOf))
  return pick(plan.parameters, ({ id }) => names.has(id))
}
export const isPersonal = ({ privacy }: ResolvedParameter): boolean => privacy === "personal" || privacy === "sensitive"

const eventRule = (plan: ResolvedPlan, event: ResolvedEvent): string => {
  const server = event.to.flatMap((id) => {
    const destination = plan.destinations[id]
    return destination && destinationTraits[destination.type].carrier === "server" ? [destination.consent] : []
  })
  return object({
    _params: code(paramsOf(event)),
    _required: code(event.required.length),
    ...(event.attach.includes("identity") && { _identity: "true" }),
    ...(event.attach.includes("attribution") && { _attribution: "true" }),
    ...(server.length > 0 && { _server: code([...new Set(server)]) }),
  })
}

const pattern = ({ pattern: source }: ResolvedParameter): string => (source === undefined ? "" : `, new RegExp(${code(`^(?:${source})$`)}, "u")`)
const textReader = (parameter: ResolvedParameter): string =>
  parameter.oneOf === undefined ? `tw.text(${parameter.maxLength}${pattern(parameter)})` : `tw.choice(${parameter.oneOf.map(code).join(",")})`
/** An e-mail address has at most 254 characters (RFC 5321); the GA4 limit does not apply to what never goes there. */
const personalReader = (parameter: ResolvedParameter): string => textReader({ ...parameter, maxLength: Math.max(parameter.maxLength, 254) })

const readers: Record<ParameterType, (parameter: ResolvedParameter) => string> = {
  string: textReader,
  integer: () => "tw.integer",
  number: () => "tw.number",
  boolean: () => "tw.truth",
  money: () => "tw.number",
  currency: (parameter) => (parameter.oneOf ? textReader(parameter) : "tw.text(3, /^[A-Z]{3}$/)"),
  items: () => "tw.items",
  // GA4 keeps 1000 characters of an address; the plan's default of 100 would cut most.
  url: ({ maxLength }) => `tw.url(${Math.max(maxLength, 1000)})`,
  email: personalReader,
  phone: personalReader,
  name: personalReader,
  id: textReader,
}
const reader = (parameter: ResolvedParameter): string => readers[parameter.type](parameter)

const fills = (plan: ResolvedPlan): Record<string, string> => {
  const known: Record<string, string> = {
    section: "tw.section",
    page_path: "tw.pagePath",
    page_title: "tw.pageTitle",
    link_url: "tw.linkUrl",
    link_text: "tw.linkText",
    form_id: "tw.formId",
    form_location: `tw.formLocation(${object(mapValues(plan.pages, ({ path }) => code(path)))})`,
  }
  const names = used(plan)
  return Object.fromEntries(Object.entries(known).filter(([name]) => names[name]))
}

type BindingKind = "load" | "click" | "submit" | "focus" | "invalid" | "visible" | "scroll" | "call"
type BindingCode = (binding: PlanBinding, event: string, plan: ResolvedPlan) => string | undefined
const selectorOf =
  (kind: "click" | "submit" | "focus" | "invalid"): BindingCode =>
  (binding, event) =>
    kind in binding ? code([event, Reflect.get(binding, kind)]) : undefined

const bindings: Record<BindingKind, BindingCode> = {
  load: (binding, event, plan) => {
    if (!("load" in binding)) return undefined
    return code("page" in binding ? [event, plan.pages[binding.page]?.path ?? ""] : [event])
  },
  click: selectorOf("click"),
  submit: selectorOf("submit"),
  focus: selectorOf("focus"),
  invalid: selectorOf("invalid"),
  visible: (binding, event) =>
    "visible" in binding ? object({ _event: code(event), _selector: code(binding.visible), _share: code(binding.share), _ms: code(binding.ms) }) : undefined,
  scroll: (binding, event) => ("scroll" in binding ? code([event, binding.scroll]) : undefined),
  call: () => undefined,
}

/** Attributes bind any event to these, so they are always there. */
const always: readonly BindingKind[] = ["click", "submit"]

const bound = (plan: ResolvedPlan): string[] =>
  Object.entries(bindings).flatMap(([kind, write]) => {
    const found = Object.values(browserEvents(plan)).flatMap(({ name, on }) => (on && write(on, name, plan)) ?? [])
    return found.length || always.some((one) => one === kind) ? [`${member("tw", kind)}(${found.join(",")})`] : []
  })

const banners: Record<ResolvedPlan["consent"]["banner"]["cmp"], string> = {
  "vanilla-cookieconsent": "tw.vanillaCookieconsent",
  klaro: "tw.klaro",
  cookiebot: "tw.cookiebot",
  onetrust: "tw.onetrust",
  usercentrics: "tw.usercentrics",
  tcf: "tw.tcf",
  custom: "tw.custom",
}

/** The server is needed when it carries something, or has to find the person of a payment again. */
const needsServer = (plan: ResolvedPlan): boolean =>
  Object.keys(plan.webhooks).length > 0 || Object.values(plan.destinations).some(({ carrier }) => carrier === "server")

/** In this order they start; the banner last, so that a choice made earlier finds every part listening. */
const featuresOf = (plan: ResolvedPlan): string[] => {
  const { campaign, clickIds, sessionMinutes } = plan.attribution
  const attributed = needsServer(plan) || Object.values(browserEvents(plan)).some(({ attach }) => attach.includes("attribution"))
  return [
    ...(attributed ? [`tw.attribution(${code([...campaign, ...clickIds])}, ${sessionMinutes})`] : []),
    ...(needsServer(plan) ? ["tw.delivery"] : []),
    ...bound(plan),
    "tw.decorate",
    banners[plan.consent.banner.cmp],
  ]
}
