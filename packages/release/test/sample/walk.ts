import {
  consentTypes,
  type CategoryChoice,
  type ConsentState,
  type ConsentType,
  type EvidenceRecord,
  type PlanStep,
  type ResolvedEvent,
  type ResolvedPlan,
  type Where,
} from "@tagwright/formats"

/**
 * Evidence of a healthy system, made from a plan: what QA would see if everything worked. Not a recording: a
 * strict stand-in for tests and for looking at the report, with the ids and times that a real run would have.
 */
const ENVIRONMENT = "staging"
const UPDATE = { granted: "v", denied: "q" } as const

type Values = Record<string, string | number | boolean>
interface Visit extends Where {
  plan: ResolvedPlan
  choice: CategoryChoice | undefined
  path: string
  loads: number
  records: EvidenceRecord[]
}

const categories = (plan: ResolvedPlan, granted: readonly string[]): CategoryChoice =>
  Object.fromEntries(Object.entries(plan.consent.categories).map(([name, { always }]) => [name, always || granted.includes(name)]))

const choiceOf = (plan: ResolvedPlan, scenario: string): CategoryChoice => {
  const optional = Object.entries(plan.consent.categories).flatMap(([name, { always }]) => (always ? [] : [name]))
  return categories(plan, scenario === "all" ? optional : scenario === "none" ? [] : [scenario])
}

const states = (plan: ResolvedPlan, choice: CategoryChoice | undefined): Record<ConsentType, ConsentState> => {
  const granted = (type: ConsentType) => Object.entries(plan.consent.categories).some(([name, category]) => category.grants.includes(type) && (category.always || choice?.[name] === true))
  const all = consentTypes.map((type): [ConsentType, ConsentState] => [type, granted(type) ? "granted" : "denied"])
  return Object.fromEntries(all) as Record<ConsentType, ConsentState>
}

const at = ({ scenario, journey, step }: Visit): Where => ({ scenario, journey, step })
const allowed = (visit: Visit, destination: string): boolean => {
  const category = visit.plan.destinations[destination]?.consent ?? ""
  return visit.plan.consent.categories[category]?.always === true || visit.choice?.[category] === true
}
const own = (visit: Visit): { choice?: CategoryChoice } => (visit.choice === undefined ? {} : { choice: visit.choice })

const push = (visit: Visit, message: unknown, event?: string): void => {
  visit.records.push({ kind: "push", ...at(visit), ...(event === undefined ? {} : { event }), message, violations: [] })
}

const signals = (visit: Visit) => {
  const now = states(visit.plan, visit.choice)
  const bit = (type: ConsentType) => (now[type] === "granted" ? "1" : "0")
  const pair = (type: ConsentType) => `3${visit.choice === undefined ? "p" : now[type] === "granted" ? "r" : UPDATE[now[type]]}`
  return {
    gcs: `G1${bit("ad_storage")}${bit("analytics_storage")}`,
    gcd: `1${(["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"] as const).map(pair).join("")}5l1`,
  }
}

const query = (values: Values): Record<string, string> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))

const environment = (plan: ResolvedPlan) => {
  const found = plan.site.environments[ENVIRONMENT]
  if (found === undefined) throw new Error(`the sample needs an environment ${ENVIRONMENT}`)
  return found
}
const origin = (plan: ResolvedPlan) => `https://${environment(plan).hosts[0]}`

const hits: Record<string, (visit: Visit, event: ResolvedEvent, params: Values) => { url: string; query: Record<string, string> }> = {
  ga4: (visit, event, params) => ({
    url: "https://region1.google-analytics.com/g/collect",
    query: {
      v: "2",
      tid: environment(visit.plan).ga4,
      ...signals(visit),
      cid: "1804289383.1764000000",
      sid: "1764000000",
      dl: origin(visit.plan) + visit.path,
      en: event.ga4Name ?? event.name,
      ...query(Object.fromEntries(Object.entries(params).map(([key, value]) => [`${typeof value === "number" ? "epn" : "ep"}.${key}`, value]))),
      "ep.test_mode": "true",
    },
  }),
  meta: (visit, event, params) => ({
    url: "https://www.facebook.com/tr/",
    query: { id: "1029384756", ev: event.name, dl: origin(visit.plan) + visit.path, ...query(Object.fromEntries(Object.entries(params).map(([key, value]) => [`cd[${key}]`, value]))), "cd[test_mode]": "true" },
  }),
}

const load = (visit: Visit, path: string): void => {
  visit.path = path.split("?")[0] ?? path
  visit.loads += 1
  const request = { kind: "request", ...at(visit), from: "browser", method: "GET", ...own(visit) } as const
  visit.records.push({ ...request, url: origin(visit.plan) + visit.path, query: Object.fromEntries(new URLSearchParams(path.split("?")[1] ?? "")), party: "site", cookies: ["tw_lead"] })
  visit.records.push({ ...request, url: "https://www.googletagmanager.com/gtm.js", query: { id: environment(visit.plan).gtm }, party: "gtm", cookies: [] })
  push(visit, ["consent", "default", { ...states(visit.plan, undefined), wait_for_update: 500 }])
  if (visit.choice !== undefined) push(visit, ["consent", "update", states(visit.plan, visit.choice)])
  push(visit, { event: "gtm.js", "gtm.start": 1764000000000, "gtm.uniqueEventId": visit.loads }, "gtm.js")
}

const valueOf = (visit: Visit, name: string): string | number | boolean => {
  if (name === "page_path") return visit.path
  const { example, oneOf, type } = visit.plan.parameters[name] ?? {}
  return example ?? oneOf?.[0] ?? (type === "money" || type === "number" || type === "integer" ? 240 : type === "currency" ? "EUR" : name)
}
const paramsOf = (visit: Visit, event: ResolvedEvent, expected: Values): Values => ({
  ...Object.fromEntries(event.required.filter((name) => name !== "items").map((name) => [name, valueOf(visit, name)])),
  ...expected,
})

const tagNames: Record<string, [prefix: string, type: string]> = { ga4: ["GA4", "gaawe"], meta: ["Meta", "html"] }

const fire = (visit: Visit, event: ResolvedEvent, params: Values): void => {
  for (const id of event.to) {
    const destination = visit.plan.destinations[id]
    const [prefix, tagType] = tagNames[destination?.type ?? ""] ?? []
    const hit = hits[destination?.type ?? ""]
    if (destination === undefined || prefix === undefined || tagType === undefined || hit === undefined) continue
    const fires = allowed(visit, id)
    visit.records.push({
      kind: "firing",
      ...at(visit),
      event: event.name,
      tag: `${prefix} — ${event.name}`,
      tagType,
      status: fires ? "success" : "blocked-by-consent",
      values: fires ? { eventName: event.ga4Name ?? event.name, ...params } : {},
      ...(fires ? {} : { detail: `${visit.plan.consent.categories[destination.consent]?.grants.join(", ")} not granted` }),
    })
    if (fires) visit.records.push({ kind: "request", ...at(visit), from: "browser", method: "POST", ...hit(visit, event, params), destination: id, party: "vendor", cookies: [], ...own(visit) })
  }
}

const deliver = (visit: Visit, event: ResolvedEvent, params: Values, carriers: readonly string[]): void => {
  const analytics = allowed(visit, "ga4")
  visit.records.push({
    kind: "server-event",
    ...at(visit),
    event: event.name,
    params,
    leadId: leadId(visit),
    ...(analytics ? { clientId: "1804289383.1764000000", sessionId: "1764000000", channel: "podcast / audio" } : {}),
    testMode: true,
    ...own(visit),
  })
  for (const id of event.to.filter((name) => carriers.includes(visit.plan.destinations[name]?.type ?? ""))) {
    const sends = allowed(visit, id)
    visit.records.push({
      kind: "delivery",
      ...at(visit),
      event: event.name,
      destination: id,
      state: sends ? "delivered" : "withheld",
      attempts: sends ? 1 : 0,
      ...(sends ? { received: { event: event.name, ...params, test_mode: true } } : { reason: `no consent to ${visit.plan.destinations[id]?.consent}` }),
      ...(sends ? { volatile: { milliseconds: 40 + event.name.length } } : {}),
    })
  }
}

const leadId = ({ scenario, journey }: Visit): string => `0198f2c4-7a10-7${(journey.length * 37 + scenario.length).toString(16).padStart(3, "0")}-9c1e-4d1f5a7b9c11`

const occur = (visit: Visit, expected: string | Record<string, Values>): void => {
  const pairs: [string, Values][] = typeof expected === "string" ? [[expected, {}]] : Object.entries(expected)
  for (const [name, values] of pairs) {
    const event = visit.plan.events[name]
    if (event === undefined) throw new Error(`the plan has no event ${name}`)
    if (name === "page_view" && !("visited" in values)) visit.path = String(values["page_path"] ?? visit.path)
    const params = paramsOf(visit, event, values)
    if (event.source === "browser") {
      push(visit, { event: name, event_id: `e-${visit.records.length}`, ...params, test_mode: true }, name)
      fire(visit, event, params)
      if (event.to.some((id) => visit.plan.destinations[id]?.carrier === "server")) deliver(visit, event, params, ["hubspot", "mailerlite", "webhook"])
    } else deliver(visit, event, params, ["ga4", "meta", "hubspot", "mailerlite", "webhook"])
    visit.records.push({ kind: "expectation", ...at(visit), event: name, expected: values, outcome: "met", source: event.source, got: params })
  }
}

const choose = (visit: Visit, choice: CategoryChoice): void => {
  visit.choice = choice
  push(visit, ["consent", "update", states(visit.plan, choice)])
}

const perform = (visit: Visit, step: PlanStep): string => {
  if ("visit" in step) {
    load(visit, step.visit)
    return `Visit ${step.visit.split("?")[0]}`
  }
  if ("consent" in step) {
    visit.records.push({ kind: "banner", ...at(visit), shown: true, acceptClicks: 1, rejectClicks: 1, areaRatio: 1, sameFontSize: true, preTicked: [], withdrawClicks: 2 })
    choose(visit, choiceOf(visit.plan, step.consent === "scenario" ? visit.scenario : step.consent))
    return `Choose ${visit.scenario} in the banner`
  }
  if ("withdraw" in step) {
    choose(visit, categories(visit.plan, []))
    return "Withdraw every consent"
  }
  const navigates = step.expect.some((expected) => expected === "page_view" || (typeof expected !== "string" && "page_view" in expected))
  if (navigates) load(visit, visit.path)
  const [[verb, target]] = Object.entries(step) as [[string, unknown]]
  return `${verb[0]?.toUpperCase()}${verb.slice(1)} ${typeof target === "string" ? target : ""}`.trim()
}

const walk = (plan: ResolvedPlan, scenario: string, journey: string, steps: readonly PlanStep[]): EvidenceRecord[] => {
  const visit: Visit = { plan, scenario, journey, step: -1, choice: undefined, path: "/", loads: 0, records: [] }
  steps.forEach((step, index) => {
    visit.step = index
    const title = perform(visit, step)
    for (const expected of step.expect) occur(visit, expected)
    const vendor = [...(allowed(visit, "ga4") ? ["_ga", "_ga_NLSTAG0001"] : []), ...(allowed(visit, "pixel") ? ["_fbp"] : [])]
    const names = ["tw_lead", ...(visit.choice === undefined ? [] : ["cc_cookie"]), ...vendor]
    visit.records.push({
      kind: "storage",
      ...at(visit),
      cookies: names.map((name) => ({ name, domain: "staging.northlight.example", httpOnly: name === "tw_lead", days: name === "cc_cookie" ? 182 : 365 })),
      localStorage: [],
      sessionStorage: ["tw_session"],
      leadId: leadId(visit),
      ...own(visit),
    })
    visit.records.push({
      kind: "step",
      ...at(visit),
      title,
      outcome: "done",
      url: visit.path,
      consent: states(plan, visit.choice),
      ...own(visit),
      screenshot: `screenshots/${scenario}/${journey.replaceAll(/[^a-z0-9]+/g, "-")}-${index}.svg`,
      volatile: { milliseconds: 300 + index * 47 },
    })
  })
  return visit.records
}

const elements = (plan: ResolvedPlan): EvidenceRecord[] =>
  Object.values(plan.pages).flatMap(({ path, sections }) =>
    sections.flatMap((section): EvidenceRecord[] => [
      { kind: "element", page: path, section, selector: `[data-section=${section}] a:nth-of-type(1)`, role: "link", label: `More about ${section}`, measuredBy: "cta_click" },
      ...(section === "footer"
        ? [{ kind: "element" as const, page: path, section, selector: "[data-legal] a", role: "link" as const, label: "Privacy", waiver: "Legal links must be reachable unobserved" }]
        : []),
    ]),
  )

export const BUNDLE_DIGEST = "b".repeat(64)

export const healthyRecords = (plan: ResolvedPlan): EvidenceRecord[] => [
  {
    kind: "run",
    version: 1,
    bundleDigest: BUNDLE_DIGEST,
    planDigest: "a".repeat(64),
    environment: ENVIRONMENT,
    browser: { name: "chromium", version: "156.0.8078.79" },
    container: { source: "built", digest: "c".repeat(64), publicId: environment(plan).gtm },
    scenarios: ["all", "none", "analytics", "marketing"],
    volatile: { started: "2026-11-22T20:14:05Z", seconds: 41 },
  },
  { kind: "container-check", check: "environment", aspect: "declared", entity: "const.ga4_measurement_id", expected: "G-NLPROD0001", found: "G-NLSTAG0001" },
  ...["all", "none", "analytics", "marketing"].flatMap((scenario) => Object.entries(plan.journeys).flatMap(([journey, { steps }]) => walk(plan, scenario, journey, steps))),
  ...elements(plan),
  ...(["kit-missing", "gtm-blocked", "storage-blocked", "server-down", "server-slow", "script-error", "strict-csp", "ad-blocker", "cmp-slow"] as const).map((fault): EvidenceRecord => ({ kind: "fault", fault, journey: "cold visitor buys by card", survived: true, detail: "every step was done" })),
  ...(["bad-signature", "killed-before-delivery", "duplicate-webhook", "reordered-webhooks"] as const).map((fault): EvidenceRecord => ({ kind: "fault", fault, survived: true, detail: "nothing lost, nothing doubled" })),
  ...[
    ["T3", "lead-id-survives-reload"],
    ["T3", "lead-id-survives-new-session"],
    ["T3", "lead-id-links-second-device"],
    ["P4", "consent-log-kept"],
    ["P4", "gpc-honoured"],
    ["P3", "gpc-silences-marketing"],
  ].map(([gate = "", probe = ""]): EvidenceRecord => ({ kind: "probe", gate, probe, holds: true, detail: "asked once, answered as it should be" })),
]
