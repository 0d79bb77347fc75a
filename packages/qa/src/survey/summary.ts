import type { ElementRecord, EvidenceRecord, PageRecord, PersonalDataRecord, RecordKind, RecordOf } from "@tagwright/formats"
import type { SeenNote } from "../proxy/proxy.ts"

/** Somebody else than the site, and when they were asked. */
export interface Party {
  host: string
  requests: number
  /** Requests before any choice could be made */
  beforeChoice: number
}

export interface SurveySummary {
  pages: PageRecord[]
  elements: ElementRecord[]
  personalData: PersonalDataRecord[]
  parties: Party[]
  /** Tag Manager containers and Google tags the site asks for */
  containers: string[]
  /** The consent tool, `unknown` for a banner of another kind, null where none was seen */
  banner: string | null
  /** Events pushed to the data layer, each once */
  events: string[]
  /** Scripts of the site that threw, each once */
  errors: string[]
  seconds: number
}

const unique = (list: readonly string[]): string[] => [...new Set(list)].toSorted()

const partiesIn = (requests: readonly RecordOf<"request">[]): Party[] =>
  [...Map.groupBy(requests.filter(({ party }) => party !== "site" && party !== "collect"), ({ url }) => new URL(url).host)]
    .map(([host, list]) => ({ host, requests: list.length, beforeChoice: list.filter(({ choice }) => choice === undefined).length }))
    .toSorted((a, b) => b.requests - a.requests || (a.host < b.host ? -1 : 1))

/** What a survey found, for whoever asked. */
export const summarizeSurvey = (records: readonly EvidenceRecord[], { cmp, notes }: { cmp: string | undefined; notes: readonly SeenNote[] }, seconds: number): SurveySummary => {
  const of = <K extends RecordKind>(kind: K) => records.filter((record): record is RecordOf<K> => record.kind === kind)
  const requests = of("request")
  return {
    pages: of("page"),
    elements: of("element"),
    personalData: of("personal-data"),
    parties: partiesIn(requests),
    containers: unique(requests.flatMap(({ party, query }) => (party === "gtm" && query["id"] !== undefined ? [query["id"]] : []))),
    banner: cmp ?? null,
    events: unique(of("push").flatMap(({ event }) => (event === undefined ? [] : [event]))),
    errors: unique(notes.flatMap(({ kind, data }) => (kind === "error" ? [String(data)] : []))),
    seconds,
  }
}
