import type { EvidenceRecord, RecordKind, RecordOf } from "@tagwright/formats"

/** How a record is called in a link, in a few words. */
const labels: { [K in RecordKind]: (record: RecordOf<K>) => string } = {
  run: () => "the run",
  "plan-finding": ({ finding }) => finding.code,
  "container-check": ({ entity }) => entity,
  step: ({ title }) => title,
  expectation: ({ event }) => `expected ${event}`,
  push: ({ event }) => (event === undefined ? "push" : `push ${event}`),
  firing: ({ tag }) => tag,
  request: ({ url, destination }) => `request to ${destination ?? URL.parse(url)?.hostname ?? url}`,
  storage: () => "cookies and storage",
  banner: () => "consent banner",
  page: ({ path }) => `page ${path}`,
  element: ({ role, label }) => `${role} “${label}”`,
  "personal-data": ({ type, place }) => `${type} in ${place}`,
  "server-event": ({ event }) => `server event ${event}`,
  delivery: ({ event, destination }) => `${event} → ${destination}`,
  performance: ({ metric, page, tag }) => `${metric} on ${page}${tag === undefined ? "" : ` of ${tag}`}`,
  fault: ({ fault }) => fault,
  probe: ({ probe }) => probe,
}
const textOf = <K extends RecordKind>(record: RecordOf<K>, kind: K): string => labels[kind](record)
export const labelOf = (record: EvidenceRecord): string => textOf(record, record.kind)
