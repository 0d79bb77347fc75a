import type { Reader } from "../store/reading/reader.ts"
import { text } from "../store/columns.ts"
import { leadName, leadsIn } from "./names.ts"

/** Two names for one person, as somebody reported it. Append-only: an edge is taken back by its time of removal. */
export interface Edge {
  a: string
  b: string
  removedAt?: number | undefined
}

/** Answers everything that stands for the same person as a name, itself included, by the edges in force. Sorted. */
const clusterOf = (edges: readonly Edge[]): ((start: string) => string[]) => {
  const neighbours = new Map<string, string[]>()
  const connect = (from: string, to: string): void => {
    const known = neighbours.get(from)
    if (known === undefined) neighbours.set(from, [to])
    else known.push(to)
  }
  for (const { a, b, removedAt } of edges) {
    if (removedAt !== undefined) continue
    connect(a, b)
    connect(b, a)
  }
  return (start) => {
    const seen = new Set([start])
    for (const name of seen) for (const next of neighbours.get(name) ?? []) seen.add(next)
    return [...seen].toSorted()
  }
}

/**
 * Every lead that stands for the same person, per lead, itself included, sorted. All of them together, from name to name: as many
 * questions as the longest chain has edges, however many leads are asked for.
 */
export const clustersOf = async (reader: Reader, leads: readonly string[]): Promise<Map<string, string[]>> => {
  const seen = new Set(leads.map(leadName))
  const edges: Edge[] = []
  const touching = `SELECT a, b FROM identity_edge WHERE removed_at IS NULL AND ${reader.among("a", "texts")} UNION ALL SELECT a, b FROM identity_edge WHERE removed_at IS NULL AND ${reader.among("b", "texts")}`
  for (let frontier = [...seen]; frontier.length > 0; ) {
    const found = (await reader.rows(touching, frontier, frontier)).map((row): Edge => ({ a: text(row["a"]), b: text(row["b"]) }))
    for (const edge of found) edges.push(edge)
    frontier = [...new Set(found.flatMap(({ a, b }) => [a, b]))].filter((name) => !seen.has(name))
    for (const name of frontier) seen.add(name)
  }
  return components(edges, leads)
}

/** Each lead with the leads it hangs together with. */
const components = (edges: readonly Edge[], leads: readonly string[]): Map<string, string[]> => {
  const clusters = new Map<string, string[]>()
  const namesOf = clusterOf(edges)
  for (const lead of leads) {
    if (clusters.has(lead)) continue
    const same = leadsIn(namesOf(leadName(lead)))
    for (const one of same) clusters.set(one, same)
  }
  return clusters
}
