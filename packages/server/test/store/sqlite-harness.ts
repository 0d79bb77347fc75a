import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { openVault } from "../../src/privacy/vault.ts"
import { commit } from "../../src/store/sqlite/commit.ts"
import type { KnownPeople } from "../../src/store/sqlite/known-people.ts"
import { bindOperations, type WriteOperations } from "../../src/store/sqlite/operations/index.ts"
import { bindQueries, type ReadOperations } from "../../src/store/sqlite/queries/index.ts"
import { migrate } from "../../src/store/sqlite/schema.ts"
import { asStore, openSqliteStore } from "../../src/store/sqlite/store.ts"
import type { Job, ThreadClient } from "../../src/store/sqlite/thread.ts"
import type { Harness } from "./queue-model.ts"

/** The real statements in memory, without threads: fast enough for thousands of sequences. */
export const inlineHarness = (people?: KnownPeople): Promise<Harness> => {
  const db = new DatabaseSync(":memory:")
  migrate(db)
  const vault = openVault(":memory:")
  const operations = bindOperations(db, vault)
  const queries = bindQueries(db, ":memory:")
  const runner = <O>(bound: object): Pick<ThreadClient<O>, "run"> => ({
    run: async (name, input) => {
      const job: Job = { name, input }
      const [result] = commit(db, vault, bound, [job]).results
      if (result?.ok !== true) throw new Error(result?.error.message)
      // The same pair of name and operation that the thread client types.
      return result.output as Awaited<ReturnType<ThreadClient<O>["run"]>>
    },
  })
  const writer = runner<WriteOperations>(operations)
  const store = asStore({ ...writer, saturated: false, broken: undefined }, runner<ReadOperations>(queries), async () => db.close(), people)
  return Promise.resolve({ store, restart: async (now) => void (await writer.run("releaseAll", now)), close: store.close, releasesAtStart: true })
}

/** The store as the server runs it, in a folder of its own. */
export const threadedHarness = async (): Promise<Harness> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-store-"))
  const harness: Harness = {
    store: await openSqliteStore(folder, "production", 1_000),
    restart: async (now) => {
      await harness.store.close()
      harness.store = await openSqliteStore(folder, "production", now)
    },
    close: async () => {
      await harness.store.close()
      rmSync(folder, { recursive: true, force: true })
    },
    releasesAtStart: true,
  }
  return harness
}
