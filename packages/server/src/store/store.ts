import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { lockFolder, refuseNetworkFileSystem } from "./lock.ts"
import { openWriter } from "./open.ts"
import { openStoreReader, type Reader } from "./reader.ts"
import { claimEnvironment, migrate } from "./schema.ts"
import { startWriter, type Writer } from "./writer.ts"

export interface Store {
  writer: Writer
  reader: Reader
  close(): Promise<void>
}

export const databaseFile = (folder: string): string => join(folder, "tagwright.sqlite")
/** Keys of personal values. Never copy this file into a backup: erasure relies on it. */
export const vaultFile = (folder: string): string => join(folder, "vault.sqlite")

/** Locks the folder, brings the database up to date, and starts the threads that write and checkpoint. */
export const openStore = async (folder: string, environment: string, now: number): Promise<Store> => {
  refuseNetworkFileSystem(folder)
  const unlock = lockFolder(folder)
  const database = databaseFile(folder)
  try {
    const db = openWriter(database)
    try {
      migrate(db)
      claimEnvironment(db, environment)
    } finally {
      db.close()
    }
  } catch (error) {
    unlock()
    throw error
  }
  const writer = startWriter({ database, vault: vaultFile(folder) })
  await writer.run("releaseLeases", now)
  const checkpoints = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), { workerData: { database } })
  const reader = openStoreReader(database)
  return {
    writer,
    reader,
    close: async () => {
      reader.close()
      const ended = new Promise<void>((resolve) => checkpoints.on("exit", () => resolve()))
      checkpoints.postMessage("close")
      await ended
      await writer.close()
      unlock()
    },
  }
}
