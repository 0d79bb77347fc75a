import type { EvidenceRecord, RecordKind, Scenario } from "@tagwright/formats"

/** Run first, then what is known before any page, then the walk, then what was asked apart from it. */
const chapter: Record<RecordKind, number> = {
  run: 0,
  "plan-finding": 1,
  "container-check": 2,
  step: 3,
  expectation: 3,
  push: 3,
  firing: 3,
  request: 3,
  storage: 3,
  banner: 3,
  "personal-data": 3,
  "server-event": 3,
  delivery: 3,
  page: 4,
  element: 4,
  performance: 5,
  fault: 5,
  probe: 6,
}

const place = (record: EvidenceRecord) => ("scenario" in record ? record : { scenario: "", journey: "", step: -1 })
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Sorts records by scenario (in the run's order), journey, step; records of one step keep the order they came in.
 * Journeys that ran side by side therefore give the same bytes as journeys that ran one after the other.
 */
export const recordOrder = (records: readonly EvidenceRecord[]): EvidenceRecord[] => {
  const scenarios: readonly Scenario[] = records.find((record) => record.kind === "run")?.scenarios ?? []
  const rank = (scenario: string) => (scenarios.includes(scenario) ? scenarios.indexOf(scenario) : scenarios.length)
  return records.toSorted((a, b) => {
    const [x, y] = [place(a), place(b)]
    return (
      chapter[a.kind] - chapter[b.kind] ||
      rank(x.scenario) - rank(y.scenario) ||
      byText(x.scenario, y.scenario) ||
      byText(x.journey, y.journey) ||
      x.step - y.step
    )
  })
}
