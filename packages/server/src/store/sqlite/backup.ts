import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs"
import { backup, DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { integer, text } from "../columns.ts"
import { openVault } from "../../privacy/vault.ts"
import { commit } from "./commit.ts"
import { noteBackup } from "./last-backup.ts"
import { lockFolder } from "./lock.ts"
import { openWriter } from "./open.ts"
import { eraseAgain } from "./operations/privacy.ts"
import { assertKnownVersion, migrate } from "./schema.ts"
import { databaseFile, vaultFile } from "./store.ts"

export interface Backup {
  file: string
  events: number
}

/**
 * Copies the database of a running or stopped server, then opens the copy and checks it. The keys of personal values
 * (`vault.sqlite`) are not copied: erased people must not come back with a backup. Keep that file on its own disk or replica.
 */
export const backUp = async (folder: string, file: string): Promise<Backup> => {
  if (!existsSync(databaseFile(folder))) throw new Fault("caller", `there is no database in ${folder}`, "Name the server's --data folder")
  if (existsSync(file)) throw new Fault("caller", `${file} exists already`, "Choose another file: a backup never overwrites")
  const source = new DatabaseSync(databaseFile(folder), { readOnly: true })
  try {
    await backup(source, file)
  } finally {
    source.close()
  }
  syncFile(file)
  const made = verifyBackup(file)
  noteBackup(folder, file)
  return made
}

/** Opens a backup and checks every page of it. */
export const verifyBackup = (file: string): Backup => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const verdict = text(db.prepare("PRAGMA integrity_check").get()?.["integrity_check"])
    if (verdict !== "ok") throw new Fault("machine", `the backup ${file} is damaged`, "Make another one, and look at the disk")
    assertKnownVersion(db)
    return { file, events: integer(db.prepare("SELECT count(*) AS count FROM event").get()?.["count"]) }
  } finally {
    db.close()
  }
}

export interface Restored extends Backup {
  /** The database that was there before, if one was */
  replaced: string | undefined
  /** People who were erased since the backup, and are again */
  erasedAgain: number
}

/**
 * Puts a backup in the place of a stopped server's database: checked before and after, the copy durable before anything
 * is moved. The keys of personal values stay as they are, and whoever was erased since the backup is erased again.
 */
export const restore = (from: string, folder: string, now: number = Date.now()): Restored => {
  if (!existsSync(from)) throw new Fault("caller", `there is no backup ${from}`, "Name a file that tagwright serve backup wrote")
  verifyBackup(from)
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  try {
    const file = databaseFile(folder)
    const arriving = `${file}.arriving`
    copyFileSync(from, arriving)
    syncFile(arriving)
    const replaced = existsSync(file) ? `${file}.replaced-${new Date(now).toISOString().replaceAll(":", "-")}` : undefined
    if (replaced !== undefined) {
      settleLog(file)
      renameSync(file, replaced)
    }
    for (const rest of ["-wal", "-shm"]) rmSync(`${file}${rest}`, { force: true })
    renameSync(arriving, file)
    return { ...verifyBackup(file), replaced, erasedAgain: forgetBuried(folder) }
  } finally {
    unlock()
  }
}

const forgetBuried = (folder: string): number => {
  const db = openWriter(databaseFile(folder))
  const vault = openVault(vaultFile(folder))
  try {
    migrate(db)
    const { results } = commit(db, vault, { eraseAgain: eraseAgain(db, vault) }, [{ name: "eraseAgain", input: undefined }])
    const [result] = results
    if (result?.ok !== true) throw new Fault("machine", `people who were erased could not be erased again: ${result?.error.message ?? "no answer"}`, "Restore again; start no server on it before that works")
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    return Number(result.output)
  } finally {
    vault.close()
    db.close()
  }
}

/** What stands only in the log goes into the file, if the file can still be read. */
const settleLog = (file: string): void => {
  try {
    const db = new DatabaseSync(file)
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
  } catch {
    // Damaged beyond that: it is kept as it is.
  }
}
const syncFile = (file: string): void => {
  const descriptor = openSync(file, "r")
  fsyncSync(descriptor)
  closeSync(descriptor)
}
