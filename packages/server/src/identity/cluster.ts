/** Two names for one person, as somebody reported it. Append-only: an edge is taken back by its time of removal. */
export interface Edge {
  a: string
  b: string
  removedAt?: number | undefined
}

/** Answers everything that stands for the same person as a name, itself included, by the edges in force. Sorted. */
export const clusterOf = (edges: readonly Edge[]): ((start: string) => string[]) => {
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
