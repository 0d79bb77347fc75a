import type { CoverageRecord, KpiMiss } from "@tagwright/formats"
import type { Facts } from "../facts.ts"
import { dayOf, type Measured } from "../measure.ts"

const kinds: Record<CoverageRecord["of"], KpiMiss["kind"]> = { monitoring: "part", documentation: "document", team: "person" }
const words: Record<CoverageRecord["of"], string> = { monitoring: "No health check watches it", documentation: "It has no page, or the page does not fit the plan of today", team: "The training is not attested, or has expired" }

/** K6, K8, K9 — how much of something is covered, as it was last looked at. The trend is what earlier looks found. */
export const coverageOf =
  (what: CoverageRecord["of"]) =>
  (facts: Facts): Measured => {
    const looks = facts.ledger("coverage").filter((record) => record.of === what)
    const last = looks.at(-1)
    const days = new Map(looks.map(({ at, covered, missing }) => [dayOf(at), { day: dayOf(at), good: covered.length, of: covered.length + missing.length }]))
    const total = last === undefined ? 0 : last.covered.length + last.missing.length
    return {
      days: [...days.values()],
      value: last === undefined || total === 0 ? null : last.covered.length / total,
      misses: (offset, limit) => (last?.missing ?? []).slice(offset, offset + limit).map((id) => ({ kind: kinds[what], id, at: last?.at ?? 0, why: words[what] })),
    }
  }
