import { partiesOf, type Party } from "@tagwright/evidence"
import type { ElementRecord, EvidenceRecord, PageRecord, PersonalDataRecord, RecordKind, RecordOf } from "@tagwright/formats"
import type { SeenNote } from "../proxy/proxy.ts"

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

/** What a survey found, for whoever asked. */
export const summarizeSurvey = (records: readonly EvidenceRecord[], { cmp, notes }: { cmp: string | undefined; notes: readonly SeenNote[] }, seconds: number): SurveySummary => {
  const of = <K extends RecordKind>(kind: K) => records.filter((record): record is RecordOf<K> => record.kind === kind)
  const requests = of("request")
  return {
    pages: of("page"),
    elements: of("element"),
    personalData: of("personal-data"),
    parties: partiesOf(requests),
    containers: unique(requests.flatMap(({ party, query }) => (party === "gtm" && query["id"] !== undefined ? [query["id"]] : []))),
    banner: cmp ?? null,
    events: unique(of("push").flatMap(({ event }) => (event === undefined ? [] : [event]))),
    errors: unique(notes.flatMap(({ kind, data }) => (kind === "error" ? [String(data)] : []))),
    seconds,
  }
}
