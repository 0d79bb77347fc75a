import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"

/** K10 — change success. */
export const K10 = (facts: Facts): Measured => {
  const here = facts.ledger("deployment").filter(({ environment }) => environment === facts.scope.environment)
  const blamed = new Map(facts.ledger("incident").flatMap(({ release, incident }) => (release === undefined ? [] : [[release, incident]])))
  const troubleOf = (release: string, at: number): string | undefined => {
    if (here.some((other) => other.outcome === "rolled-back" && other.release === release && other.at >= at)) return `${release} was rolled back`
    return blamed.has(release) ? `${release} caused the incident ${blamed.get(release)}` : undefined
  }
  const items = here.flatMap(({ outcome, release, at }): Item[] => {
    if (outcome === "rolled-back") return []
    const why = outcome === "undone" ? `${release} stopped half-way and was taken back` : troubleOf(release, at)
    return [{ at, ...(why === undefined ? {} : { miss: { kind: "deployment", id: release, why } }) }]
  })
  return measureItems(items)
}
