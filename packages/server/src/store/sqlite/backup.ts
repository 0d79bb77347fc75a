import { existsSync } from "node:fs"
import { backup, DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { integer, text } from "./columns.ts"
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
