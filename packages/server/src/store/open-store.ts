import { randomUUID } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Browse } from "./browse/browse.ts"
import type { Place } from "./open-snapshots.ts"
import type { Store } from "./port.ts"
import { openPostgresBrowse } from "./postgres/browse.ts"
import { openPostgresStore } from "./postgres/store.ts"
import { whenThere, type Waiting } from "./postgres/wait.ts"
import { openSpool } from "./spool/spool.ts"
import { spoolingStore } from "./spool/spooling-store.ts"
import { openSqliteBrowse } from "./sqlite/browse/open-browse.ts"
import { databaseFile, type openSqliteStore } from "./sqlite/store.ts"

export interface StoreOptions extends Waiting {
  /** Folder of the embedded database; with a shared one, of the spool */
  data: string
  /** PostgreSQL's URL; without it the embedded database is used */
  database: string | undefined
  environment: string
  /** Told of each group commit: calls in it, and how long it took */
  committed(batch: { jobs: number; seconds: number }): void
  embedded: typeof openSqliteStore
}
export interface OpenStore {
  store: Store
  /** Where its data is, for whoever reads apart from it */
  place: Place
  /** What people look at, apart from the store's own reading */
  browse: Browse
  /** Other processes write to it too: work that they leave is found by looking, not by being told. */
  shared: boolean
  /** Calls that wait on this machine for the shared database */
  spooled(): number
}

/** A node keeps its name over restarts on the same folder. */
const nodeName = (data: string): string => {
  const file = join(data, "node-name")
  if (!existsSync(file)) writeFileSync(file, randomUUID())
  return readFileSync(file, "utf8")
}

/** One setting chooses the engine; nothing else of the server knows which it is. */
export const openStore = async ({ data, database, environment, committed, embedded, ...waiting }: StoreOptions): Promise<OpenStore> => {
  const { clock } = waiting
  if (database === undefined) {
    const file = databaseFile(data)
    return { store: await embedded(data, environment, clock.now(), committed), place: { file }, browse: openSqliteBrowse(file), shared: false, spooled: () => 0 }
  }
  const shared = await whenThere(() => openPostgresStore(database, environment, { node: nodeName(data), now: clock.now() }, committed), waiting)
  const folder = join(data, "spool")
  const spool = await openSpool(folder, () => embedded(folder, environment, clock.now()), () => clock.now())
  return { store: spoolingStore(shared, spool, clock), place: { url: database }, browse: openPostgresBrowse(database), shared: true, spooled: () => spool.depth }
}
