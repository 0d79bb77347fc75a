import { randomUUID } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Fault } from "@tagwright/formats"
import type { Browse } from "./browse/browse.ts"
import type { Place } from "./open-snapshots.ts"
import type { Store } from "./port.ts"
import { openPostgresBrowse } from "./postgres/browse.ts"
import { postgresStore } from "./postgres/store.ts"
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
  /** Does this process receive? Then it starts without a database that is away, and keeps what arrives until it comes. */
  receives: boolean
}
export interface OpenStore {
  store: Store
  /** Where its data is, for whoever reads apart from it */
  place: Place
  /** What people look at, apart from the store's own reading */
  browse: Browse
  /** Other processes write to it too: work that they leave is found by looking, not by being told. */
  shared: boolean
  /** Calls that wait on this machine for the shared database; undefined: nothing has to wait */
  spooled(): number | undefined
  /** Resolves when a database that came later turned out not to be ours to use: nothing was written to it */
  refused: Promise<Fault>
}

/** A node keeps its name over restarts on the same folder. */
const nodeName = (data: string): string => {
  const file = join(data, "node-name")
  if (!existsSync(file)) writeFileSync(file, randomUUID())
  return readFileSync(file, "utf8")
}

const never = new Promise<never>(() => undefined)

/** One setting chooses the engine; nothing else of the server knows which it is. */
export const openStore = (options: StoreOptions): Promise<OpenStore> => (options.database === undefined ? openEmbedded(options) : openShared(options, options.database))

const openEmbedded = async ({ data, environment, committed, embedded, clock }: StoreOptions): Promise<OpenStore> => {
  const file = databaseFile(data)
  return { store: await embedded(data, environment, clock.now(), committed), place: { file }, browse: openSqliteBrowse(file), shared: false, spooled: () => undefined, refused: never }
}

const openShared = async ({ data, environment, committed, embedded, receives, clock, signal, onWaiting }: StoreOptions, url: string): Promise<OpenStore> => {
  const trouble = Promise.withResolvers<false>()
  const refused = Promise.withResolvers<Fault>()
  const tell = (reason: string): void => {
    onWaiting(reason)
    if (receives) trouble.resolve(false)
  }
  const { store: shared, opening } = postgresStore(url, environment, { node: nodeName(data), now: clock.now(), committed }, async (open, closed) => {
    const ended = signal === undefined ? closed : AbortSignal.any([closed, signal])
    await whenThere(open, { clock, signal: ended, onWaiting: tell }).catch((error: unknown) => {
      if (error instanceof Fault && !ended.aborted) refused.resolve(error)
      throw error
    })
  })
  try {
    const isThere = await Promise.race([opening.then(() => true), trouble.promise])
    const folder = join(data, "spool")
    const spool = await openSpool(folder, () => embedded(folder, environment, clock.now()), () => clock.now())
    const store = spoolingStore(shared, spool, clock, isThere)
    return { store, place: { url }, browse: openPostgresBrowse(url), shared: true, spooled: () => (store.isSpooling ? spool.depth : undefined), refused: refused.promise }
  } catch (error) {
    await shared.close()
    throw error
  }
}
