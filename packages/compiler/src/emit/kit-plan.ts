import type { ParameterType, PlanEnvironment, ResolvedEvent, ResolvedParameter, ResolvedPlan } from "@tagwright/formats"
import { normalPath } from "@tagwright/datalayer/paths"
import { code, literally, mapValues, object, pick, table, wholePattern } from "./kit-code.ts"
import { isPersonal, type Uses } from "./kit-uses.ts"
import { vendorCookies } from "./vendor-cookies.ts"

/** The module that takes the place of the runtime's own `plan.ts`: the plan as constants. */
export const kitPlan = (plan: ResolvedPlan, uses: Uses, development: boolean): string => {
  const { consent, identity, attribution } = plan
  const { events, parameters, carried } = uses
  const always = Object.keys(pick(consent.categories, (category) => category.always))
  const filled = fillable.filter((name) => parameters[name])
  const personal = Object.keys(pick(parameters, isPersonal))
  const constants: Record<string, string> = {
    environments: `[${environmentsOf(plan).map((one) => environment(one, uses)).join(",")}]`,
    categories: code(Object.keys(consent.categories)),
    types: object(Object.fromEntries(Object.entries(consent.categories).flatMap(([name, { grants }]) => grants.map((type) => [type, code(name)])))),
    always: code(always),
    analytics: code(Object.keys(consent.categories).find((name) => consent.categories[name]?.grants.includes("analytics_storage"))),
    HAS_REGIONS: code(consent.regions.length > 0),
    regions: code(consent.regions.map(({ regions, grant }) => [[...always, ...grant], regions])),
    WAIT_FOR_UPDATE: code(consent.banner.waitForUpdate),
    BASIC: code(consent.mode === "basic"),
    BUFFER: code(consent.beforeChoice === "buffer"),
    HEEDS_GPC: code(consent.globalPrivacyControl.length > 0),
    gpc: code(consent.globalPrivacyControl),
    vendorCookies: `[${vendorCookies(plan).map(([category, names]) => `[${code(category)},${String(names)}]`).join(",")}]`,
    cookie: code(identity.cookie),
    LEAD_ID_SECONDS: code(identity.days * SECONDS_A_DAY),
    domains: code(identity.domains),
    HAS_DOMAINS: code(identity.domains.length > 0),
    events: table(mapValues(events, eventText)),
    readers: table(pick(mapValues(parameters, reader), (text) => text !== atMost(PLAIN))),
    HAS_FILLS: code(filled.length > 0),
    fills: table(Object.fromEntries(filled.map((name) => [name, `fill.${name}`]))),
    pages: table(Object.fromEntries(Object.entries(pagesUsed(plan, uses)).map(([key, { path }]) => [normalPath(path), code(key)]))),
    GUARDED: code(uses.guarded),
    HAS_PERSONAL: code(personal.length > 0),
    personal: code(personal),
    HAS_IDENTITY: code(Object.values(events).some(({ attach }) => attach.includes("identity"))),
    HAS_ATTRIBUTION: code(uses.attribution),
    campaignKeys: code([...attribution.campaign, ...attribution.clickIds]),
    SESSION_MS: code(attribution.sessionMinutes * MS_A_MINUTE),
    HAS_SERVER: code(uses.server),
    carried: table(mapValues(carried, code)),
    REMEMBERS_CHOICE: code(consent.banner.cmp === "custom"),
    HAS_LINKS: code(identity.links !== undefined),
    DEVELOPMENT: code(development),
  }
  return [...imports, ...Object.entries(constants).map(([name, value]) => `export const ${name} = ${value}`)].join("\n")
}

/** Modules that need nothing of the plan when they are read: it is read before all others. */
const imports = [`import * as fill from "@tagwright/datalayer/fills"`, `import * as value from "@tagwright/datalayer/values"`]

const SECONDS_A_DAY = 86_400
const MS_A_MINUTE = 60_000

/** A test environment first: where nobody knows the host, data must not count. */
const environmentsOf = ({ site: { environments } }: ResolvedPlan): Pick<PlanEnvironment, "hosts" | "server" | "ga4" | "testMode">[] => {
  const all = Object.values(environments)
  const tests = all.filter(({ testMode }) => testMode)
  return [...(tests.length > 0 ? tests : [{ hosts: [], server: "", ga4: "", testMode: true }]), ...all.filter(({ testMode }) => !testMode)]
}
const environment = ({ hosts, server, ga4, testMode }: ReturnType<typeof environmentsOf>[number], uses: Uses): string =>
  object({ _hosts: code(hosts), _stream: code(ga4.replace(/^G-/, "")), ...(uses.server && { _server: code(server.replace(/\/$/, "")) }), ...(testMode && { _test: "true" }) })

/** " form_id topic?*+", see the runtime's plan.ts */
const eventText = ({ required, optional, attach }: ResolvedEvent): string =>
  code([...required.map((name) => ` ${name}`), ...optional.map((name) => ` ${name}?`)].join("") + (attach.includes("identity") ? "*" : "") + (attach.includes("attribution") ? "+" : ""))

/** What the runtime can fill from the page; its functions have the parameters' names. */
const fillable =
  "section page_path page_title link_url link_text link_domain form_id form_location file_name file_extension video_url video_title video_duration".split(" ")

/** Paths are needed to tell on which page a form stands, or to know the view of a page. */
const pagesUsed = (plan: ResolvedPlan, { events, parameters }: Uses): ResolvedPlan["pages"] => {
  const viewed = Object.values(events).map(({ on }) => (on && "page" in on ? on.page : undefined))
  return pick(plan.pages, (_, key) => parameters["form_location"] !== undefined || viewed.includes(key))
}

/** What the runtime does with a text that is not in the table: GA4 keeps 100 characters. */
const PLAIN = 100
const atMost = (length: number): string => `/^[^]{0,${length}}/`
const textReader = ({ oneOf, maxLength, pattern }: ResolvedParameter): string => {
  if (oneOf !== undefined) return wholePattern(`(${oneOf.map(literally).join("|")})`)
  return pattern === undefined ? atMost(maxLength) : wholePattern(`(?![^]{${maxLength + 1}})(?:${pattern})`)
}
/** An e-mail address has at most 254 characters (RFC 5321); the GA4 limit does not apply to what never goes there. */
const personalReader = (parameter: ResolvedParameter): string => textReader({ ...parameter, maxLength: Math.max(parameter.maxLength, 254) })

const readers: Record<ParameterType, (parameter: ResolvedParameter) => string> = {
  string: textReader,
  integer: () => "value.integer",
  number: () => "value.number",
  boolean: () => "value.truth",
  money: () => "value.number",
  currency: (parameter) => (parameter.oneOf ? textReader(parameter) : "/^[A-Z]{3}$/"),
  items: () => "value.items",
  // GA4 keeps 1000 characters of an address; the plan's default of 100 would cut most.
  url: ({ maxLength }) => `value.url(${atMost(Math.max(maxLength, 1000))})`,
  email: personalReader,
  phone: personalReader,
  name: personalReader,
  id: textReader,
}
const reader = (parameter: ResolvedParameter): string => readers[parameter.type](parameter)
