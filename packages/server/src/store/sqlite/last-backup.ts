import { statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { databaseFile } from "./store.ts"

/** Beside the database. Its time is the last backup's: whoever backs up by other means touches it. */
const lastBackupFile = (folder: string): string => join(folder, "last-backup")

export const noteBackup = (folder: string, file: string): void => writeFileSync(lastBackupFile(folder), `${file}\n`)

/** When the last backup was made; before the first one, when the database was. Milliseconds since 1970. */
export const lastBackupAt = (folder: string): number | undefined =>
  statSync(lastBackupFile(folder), { throwIfNoEntry: false })?.mtimeMs ?? statSync(databaseFile(folder), { throwIfNoEntry: false })?.birthtimeMs
