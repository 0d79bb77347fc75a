import type { Queries, QueryName } from "./queries.ts"

/** Nobody looks at a screen for longer than this; a query that takes more is ended, and says so. */
export const DEADLINE_MS = 10_000

/** What people look at, asked apart from everything that collects and delivers. */
export interface Browse {
  ask<K extends QueryName>(name: K, ...input: Parameters<Queries[K]>): ReturnType<Queries[K]>
  close(): Promise<void>
}
