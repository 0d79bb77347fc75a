import { join } from "node:path"
import { startWorker } from "../../start-worker.ts"
import type { Store } from "../port.ts"
import { knownPeople, type KnownPeople } from "./known-people.ts"
import { lockFolder, refuseNetworkFileSystem } from "./lock.ts"
import { openSound } from "./open.ts"
import { pack } from "./shared-fields.ts"
import type { WriteOperations } from "./operations/index.ts"
import type { ReadOperations } from "./queries/index.ts"
import { assertWhole, claimEnvironment, migrate } from "./schema.ts"
import { startThread, type BatchReport, type ThreadClient } from "./thread.ts"

export const databaseFile = (folder: string): string => join(folder, "tagwright.sqlite")
/** Keys of personal values. Never copy this file into a backup: erasure relies on it. */
export const vaultFile = (folder: string): string => join(folder, "vault.sqlite")

/** Locks the folder, brings the database up to date, and starts the threads that write, read and checkpoint. */
export const openSqliteStore = async (folder: string, environment: string, now: number, onCommit?: (report: BatchReport) => void): Promise<Store> => {
  refuseNetworkFileSystem(folder)
  const unlock = lockFolder(folder)
  const database = databaseFile(folder)
  try {
    prepare(database, environment)
  } catch (error) {
    unlock()
    throw error
  }
  const writer = startThread<WriteOperations>(new URL("./writer-thread.ts", import.meta.url), { database, vault: vaultFile(folder) }, onCommit)
  const reader = startThread<ReadOperations>(new URL("./reader-thread.ts", import.meta.url), { database })
  const checkpoints = startWorker(new URL("./checkpoint-thread.ts", import.meta.url), { database })
  const close = async (): Promise<void> => {
    await reader.close()
    const ended = new Promise<void>((resolve) => checkpoints.on("exit", () => resolve()))
    checkpoints.postMessage("close")
    await ended
    await writer.close()
    unlock()
  }
  try {
    await writer.run("releaseAll", now)
  } catch (error) {
    await close()
    throw error
  }
  return asStore(writer, reader, close)
}

const prepare = (database: string, environment: string): void => {
  const db = openSound(database)
  try {
    migrate(db)
    claimEnvironment(db, environment)
    assertWhole(db)
  } finally {
    db.close()
  }
}

type Run<O> = Pick<ThreadClient<O>, "run">

/** The port's names, tied to whoever runs the statements. */
export const asStore = (writer: Run<WriteOperations> & Pick<Store, "saturated" | "broken">, reader: Run<ReadOperations>, close: () => Promise<void>, people: KnownPeople = knownPeople()): Store => ({
  append: async (batch) => {
    const { input, stored } = people.shorten(batch)
    const { verdicts, inForce } = await writer.run("append", pack(input))
    stored(inForce)
    return verdicts
  },
  grant: (input) => writer.run("grant", input),
  applyRetention: (input) => (people.forget(), writer.run("applyRetention", input)),
  events: (page) => reader.run("events", page),
  quarantine: (page) => reader.run("quarantine", page),
  conversionKeys: (prefix) => reader.run("conversionKeys", prefix),
  importSpend: (rows, now) => writer.run("importSpend", { rows, now }),
  hasConversion: (keys) => reader.run("hasConversion", keys),

  claim: (input) => writer.run("claim", input),
  settle: (settlements) => writer.run("settle", settlements),
  release: (leases, now) => writer.run("release", { leases, now }),
  redrive: (selection) => writer.run("redrive", selection),
  discard: (selection) => writer.run("discard", selection),
  disableDestination: (input) => writer.run("disableDestination", input),
  enableDestination: (destination) => writer.run("enableDestination", destination),
  deliveries: (filter) => reader.run("deliveries", filter),
  delivery: (id) => reader.run("delivery", id),
  depth: () => reader.run("depth", undefined),
  stats: () => reader.run("stats", undefined),

  storeWebhook: ({ body, ...rest }) => writer.run("storeWebhook", { ...rest, body: Buffer.from(body).toString("base64") }),
  takeWebhooks: (input) => writer.run("takeWebhooks", input),
  settleWebhook: (input) => writer.run("settleWebhook", input),
  rereadWebhooks: (selection) => writer.run("rereadWebhooks", selection),

  person: (leadId) => reader.run("person", leadId),
  people: (leadIds) => reader.run("people", leadIds),
  cluster: (name) => reader.run("cluster", name),
  edgesOf: (names) => reader.run("edgesOf", names),
  consentOf: (leadIds) => reader.run("consentOf", leadIds),
  leadOf: (aliases) => reader.run("leadOf", aliases),
  touchesOf: (leadId) => reader.run("touchesOf", leadId),
  unmerge: (input) => (people.forget(), writer.run("unmerge", input)),
  exportPerson: (leadId) => writer.run("exportPerson", leadId),
  erase: (input) => (people.forget(), writer.run("erase", input)),
  erased: (errandId) => writer.run("erased", errandId),
  erasedAt: (names) => writer.run("erasedAt", names),
  closeErrands: () => writer.run("closeErrands", undefined),

  canaryThrough: (input) => writer.run("canaryThrough", input),
  dropCanaries: (before) => writer.run("dropCanaries", before),

  probe: (now) => writer.run("probe", now),
  takeTurn: async () => true,
  get saturated() {
    return writer.saturated
  },
  get broken() {
    return writer.broken
  },
  close,
})
