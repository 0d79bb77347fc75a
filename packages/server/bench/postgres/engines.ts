import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Store } from "../../src/store/port.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { openSqliteStore } from "../../src/store/sqlite/store.ts"
import { findPostgres, startCluster, type Cluster } from "../../test/postgres/cluster.ts"

export interface Engines {
  cluster: Cluster
  /** A folder on the same disk as the database */
  folder: string
  embedded(): Promise<Store>
  /** A new database, with a store on it */
  shared(environment?: string): Promise<Store>
  /** Where the latest of them is */
  lastUrl(): string
  close(): Promise<void>
}

/** A PostgreSQL of the bench's own, with fsync and its default settings, and folders beside it on the same disk. */
export const startEngines = async (): Promise<Engines> => {
  const bin = findPostgres()
  if (bin === undefined) throw new Error("no PostgreSQL here. Debian: apt-get install postgresql")
  const cluster = await startCluster(bin, { durable: true })
  const folder = mkdtempSync(join(tmpdir(), "tagwright-bench-"))
  const stores: Store[] = []
  let lastUrl = ""
  const kept = async (store: Promise<Store>): Promise<Store> => {
    stores.push(await store)
    return store
  }
  return {
    cluster,
    folder,
    embedded: () => kept(openSqliteStore(mkdtempSync(join(folder, "embedded-")), "bench", Date.now())),
    shared: async (environment = "bench") => kept(openPostgresStore((lastUrl = await cluster.create()), environment, { node: "bench", now: Date.now() })),
    lastUrl: () => lastUrl,
    close: async () => {
      for (const store of stores) await store.close()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
