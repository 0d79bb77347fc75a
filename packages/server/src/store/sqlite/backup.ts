import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { backup, DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { integer, text } from "./columns.ts"
import { lockFolder } from "./lock.ts"
import { databaseFile } from "./store.ts"

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
  return verifyBackup(file)
}

/** Opens a backup and checks every page of it. */
export const verifyBackup = (file: string): Backup => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const verdict = text(db.prepare("PRAGMA integrity_check").get()?.["integrity_check"])
    if (verdict !== "ok") throw new Fault("machine", `the backup ${file} is damaged`, "Make another one, and look at the disk")
    return { file, events: integer(db.prepare("SELECT count(*) AS count FROM event").get()?.["count"]) }
  } finally {
    db.close()
  }
}

/**
 * Puts a checked backup in the place of a stopped server's database. The old one stays beside it until the copy stands.
 * Keys of personal values are not touched: what was erased since the backup stays unreadable.
 */
export const restoreBackup = (file: string, folder: string): Backup => {
  if (!existsSync(file)) throw new Fault("caller", `there is no backup ${file}`, "Name a file that `tagwright serve backup` wrote")
  const backedUp = verifyBackup(file)
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  try {
    const target = databaseFile(folder)
    copyFileSync(file, `${target}.restoring`)
    // The log of the old database must not be played onto the new one.
    for (const left of ["-wal", "-shm"]) rmSync(`${target}${left}`, { force: true })
    renameSync(`${target}.restoring`, target)
  } finally {
    unlock()
  }
  return { file: databaseFile(folder), events: backedUp.events }
}
