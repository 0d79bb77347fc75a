import type { EntityKind, Unsupported } from "./program.ts"

/** Where everything that cannot be evaluated is told: the entity and the reason, each pair once. */
export type Report = (entity: EntityKind, name: string, reason: string) => void

export const collectReports = (into: Unsupported[]): Report => {
  const seen = new Set<string>()
  return (entity, name, reason) => {
    const key = `${entity}\n${name}\n${reason}`
    if (seen.has(key)) return
    seen.add(key)
    into.push({ entity, name, reason })
  }
}
