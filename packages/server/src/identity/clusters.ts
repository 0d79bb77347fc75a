import type { Reader } from "../store/reading/reader.ts"
import { text } from "../store/sqlite/columns.ts"
import { clusterOf, type Edge } from "./cluster.ts"

const LEAD = "lead:"
const leadsIn = (names: readonly string[]): string[] => names.flatMap((name) => (name.startsWith(LEAD) ? [name.slice(LEAD.length)] : []))

/**
 * Every lead that stands for the same person, per lead, itself included, sorted. All of them together, from name to name: as many
 * questions as the longest chain has edges, however many leads are asked for.
 */
export const clustersOf = async (reader: Reader, leads: readonly string[]): Promise<Map<string, string[]>> => {
  const seen = new Set(leads.map((lead) => LEAD + lead))
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
    const same = leadsIn(namesOf(LEAD + lead))
    for (const one of same) clusters.set(one, same)
  }
  return clusters
}
