import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ContainerExport } from "@tagwright/formats"
import { readExport } from "../export/read.ts"
import { DeployError } from "./problems.ts"
import type { Version } from "./versions.ts"

/** A version that was live and may be needed again. Its export stands beside it: `v12.json` and `v12.backup.json`. */
export interface Backup {
  version: 1
  /** e.g. GTM-ABC1234 */
  publicId: string
  /** Number of the version, e.g. "12" */
  versionId: string
  name?: string
  /** When it was taken, ISO 8601 */
  takenAt: string
  /** Why, for people */
  reason: string
  /** sha256 of the export file's bytes, hex */
  digest: string
}

const folderOf = (root: string, publicId: string): string => join(root, publicId)
const exportFile = (root: string, publicId: string, versionId: string): string => join(folderOf(root, publicId), `v${versionId}.json`)
const suffix = ".backup.json"
const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Writes a backup. The record is written last: no record, no backup. A version that is replaced again gets a new date; its content never changes. */
export const writeBackup = (root: string, { publicId, version, takenAt, reason }: { publicId: string; version: Version; takenAt: Date; reason: string }): Backup => {
  const { id, name, text } = version
  mkdirSync(folderOf(root, publicId), { recursive: true })
  const backup: Backup = { version: 1, publicId, versionId: id, ...(name === undefined ? {} : { name }), takenAt: takenAt.toISOString(), reason, digest: digestOf(text) }
  writeWhole(exportFile(root, publicId, id), text)
  writeWhole(exportFile(root, publicId, id).replace(/\.json$/, suffix), `${JSON.stringify(backup, null, 2)}\n`)
  return backup
}

const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

/** Every backup of a container, the latest taken last. Throws DeployError when a record cannot be read. */
export const listBackups = (root: string, publicId: string): Backup[] => {
  const folder = folderOf(root, publicId)
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(suffix)) : []
  return files.map((name) => readRecord(join(folder, name))).sort((a, b) => a.takenAt.localeCompare(b.takenAt) || Number(a.versionId) - Number(b.versionId))
}

const readRecord = (file: string): Backup => {
  const record = parse(readFileSync(file, "utf8"))
  if (!isBackup(record)) throw new DeployError("backup-changed", `${file} is no record of a backup`)
  return record
}
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const isBackup = (value: unknown): value is Backup =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && ["publicId", "versionId", "takenAt", "reason", "digest"].every((key) => typeof Reflect.get(value, key) === "string")

/** The container of a backup, after its digest was checked. Throws DeployError when the file is not what was backed up. */
export const openBackup = (root: string, { publicId, versionId, digest }: Backup): ContainerExport => {
  const file = exportFile(root, publicId, versionId)
  if (!existsSync(file)) throw new DeployError("backup-missing", `there is no ${file}`)
  const text = readFileSync(file, "utf8")
  if (digestOf(text) !== digest) throw new DeployError("backup-changed", `${file} is not what was backed up: its digest differs`)
  return readExport(text, { file }).export
}

/** One backup by the version's number, or the latest. Throws DeployError when there is none. */
export const findBackup = (root: string, publicId: string, versionId?: string): Backup => {
  const found = listBackups(root, publicId).findLast((backup) => versionId === undefined || backup.versionId === versionId)
  if (!found) throw new DeployError("backup-missing", `there is no backup of ${publicId}${versionId === undefined ? "" : ` version ${versionId}`} in ${root}`)
  return found
}
