import type { EvidenceRecord, RecordKind, RecordOf, RequestRecord } from "@tagwright/formats"

export const profileSections = ["pushes", "tags", "requests", "coverage", "cost"] as const
export type ProfileSection = (typeof profileSections)[number]

/** What a run showed, as facts with names: small enough to be kept in the repository and read in a review. No ids, times or pictures. */
export interface Profile {
  version: 1
  /** Digest of the evidence it was taken from */
  evidence: string
  facts: Record<ProfileSection, Record<string, string>>
}

const ofKind = <K extends RecordKind>(records: readonly EvidenceRecord[], kind: K): RecordOf<K>[] => records.filter((record): record is RecordOf<K> => record.kind === kind)
const unique = (all: readonly string[]): string[] => [...new Set(all)].toSorted()

/** `all, none ×2`: how often in which scenario; a number only where it is more than one. */
const byScenario = (scenarios: readonly string[]): string =>
  [...Map.groupBy(scenarios, (name) => name)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => (all.length === 1 ? name : `${name} ×${all.length}`))
    .join(", ")

/** `step 2` before `step 10` */
const { compare } = new Intl.Collator("en", { numeric: true })

const grouped = <T>(items: readonly T[], name: (item: T) => string, value: (items: readonly T[]) => string): Record<string, string> =>
  Object.fromEntries(
    [...Map.groupBy(items, name)].toSorted(([a], [b]) => compare(a, b)).map(([key, all]) => [key, value(all)]),
  )

/** Keys that Tag Manager and the kit add; they say nothing about the event. */
const added = /^(event|event_id|gtm\..*|eventCallback|eventTimeout)$/

const shapeOf = ({ message }: RecordOf<"push">): string =>
  typeof message === "object" && message !== null
    ? Object.entries(message)
        .flatMap(([name, value]) => (added.test(name) ? [] : [`${name}: ${Array.isArray(value) ? "list" : typeof value}`]))
        .toSorted()
        .join(", ")
    : ""

const pushFacts = (records: readonly EvidenceRecord[]): Record<string, string> => {
  const titles = new Map(ofKind(records, "step").map(({ scenario, journey, step, title }) => [`${scenario}\n${journey}\n${step}`, title]))
  const own = ofKind(records, "push").filter(({ event, scenario }) => event !== undefined && !event.startsWith("gtm.") && scenario !== "matrix")
  return grouped(
    own,
    ({ scenario, journey, step, event }) => `${journey} / ${step + 1} ${titles.get(`${scenario}\n${journey}\n${step}`) ?? ""} / ${event ?? ""}`,
    (pushes) => [...Map.groupBy(pushes, shapeOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([shape, all]) => `${shape === "" ? "no parameters" : shape} (${byScenario(all.map(({ scenario }) => scenario))})`).join("; "),
  )
}

const tagFacts = (records: readonly EvidenceRecord[]): Record<string, string> =>
  grouped(
    ofKind(records, "firing").filter(({ status }) => status !== "not-triggered"),
    ({ event, tag }) => `${event} → ${tag}`,
    (firings) => [...Map.groupBy(firings, ({ status }) => status)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([status, all]) => `${status} (${unique(all.map(({ scenario }) => scenario)).join(", ")})`).join("; "),
  )

/** The event a vendor's request names, by Google's and Meta's spelling. */
const eventOf = ({ query }: RequestRecord): string => query["en"] ?? query["ev"] ?? ""
/** Whether GA4 adds this hit when a page is left depends on the seconds spent there. */
const timed = (request: RequestRecord): boolean => eventOf(request) === "user_engagement"
const outside = (records: readonly EvidenceRecord[]): RequestRecord[] => ofKind(records, "request").filter((request) => request.party !== "site" && !timed(request))

const requestFacts = (records: readonly EvidenceRecord[]): Record<string, string> =>
  grouped(
    outside(records),
    (request) => [request.destination ?? request.party, eventOf(request), request.method, request.url].filter((part) => part !== "").join(" "),
    (requests) => `${byScenario(requests.map(({ scenario }) => scenario))}: ${unique(requests.flatMap(({ query }) => Object.keys(query))).join(", ")}`,
  )

const coverageFacts = (records: readonly EvidenceRecord[]): Record<string, string> =>
  grouped(
    ofKind(records, "element"),
    ({ page, section, role, label }) => `${page}${section === undefined ? "" : ` › ${section}`} › ${role} ${label}`,
    (elements) => unique(elements.map(({ measuredBy, waiver }) => (measuredBy !== undefined ? `measured by ${measuredBy}` : waiver !== undefined ? `excused: ${waiver}` : "not measured"))).join("; "),
  )

/** What measuring costs a visitor, as far as it is the same in every run: requests per party, and what stays on the device. */
const costFacts = (records: readonly EvidenceRecord[]): Record<string, string> => ({
  ...grouped(outside(records), ({ destination, party }) => `requests to ${destination ?? party}`, (requests) => byScenario(requests.map(({ scenario }) => scenario))),
  ...grouped(
    ofKind(records, "storage").flatMap(({ scenario, cookies }) => cookies.map(({ name, days }) => ({ scenario, name, days }))),
    ({ name }) => `cookie ${name}`,
    (cookies) => `${Math.max(...cookies.map(({ days }) => days))} days (${unique(cookies.map(({ scenario }) => scenario)).join(", ")})`,
  ),
})

/** The facts of a run. */
export const profileOf = (records: readonly EvidenceRecord[], evidence: string): Profile => ({
  version: 1,
  evidence,
  facts: { pushes: pushFacts(records), tags: tagFacts(records), requests: requestFacts(records), coverage: coverageFacts(records), cost: costFacts(records) },
})

export const isProfile = (value: unknown): value is Profile =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "facts" in value && typeof value.facts === "object" && value.facts !== null && profileSections.every((section) => Object.hasOwn(Object(value.facts), section))
