import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { digestOf, sha256, type EvidenceSeal } from "@tagwright/formats"
import { EvidenceError } from "./errors.ts"
import { evidencePaths, isDerived, isSafePath } from "./paths.ts"

/** One way in which a folder is not what was sealed. */
export interface SealFault {
  path: string
  fault: "changed" | "missing" | "added" | "seal"
}

const isSeal = (value: unknown): value is EvidenceSeal =>
  typeof value === "object" &&
  value !== null &&
  "digest" in value &&
  typeof value.digest === "string" &&
  "files" in value &&
  typeof value.files === "object" &&
  value.files !== null &&
  Object.entries(value.files).every(([path, digest]) => isSafePath(path) && typeof digest === "string")

const parseSeal = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads `seal.json`. Throws an `EvidenceError` when there is none, or none that we understand. */
const readSeal = (dir: string): EvidenceSeal => {
  if (!existsSync(dir)) throw new EvidenceError("evidence-missing", `There is no evidence folder ${dir}`)
  const path = join(dir, evidencePaths.seal)
  if (!existsSync(path)) throw new EvidenceError("evidence-unsealed", `The folder ${dir} has no ${evidencePaths.seal}`, [evidencePaths.seal])
  const value = parseSeal(readFileSync(path, "utf8"))
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined
  if (typeof version === "number" && version > 1)
    throw new EvidenceError("evidence-from-the-future", `The evidence in ${dir} has version ${version}; this Tagwright reads version 1`, [evidencePaths.seal])
  if (version !== 1 || !isSeal(value)) throw new EvidenceError("evidence-malformed", `${path} is not a seal`, [evidencePaths.seal])
  return value
}

/** Every file below `dir` with `/` between folders, links included: they are files nobody sealed. */
const listFiles = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1).replaceAll("\\", "/"))
    .sort()

const faultOf = (dir: string, path: string, digest: string): SealFault[] => {
  const file = lstatSync(join(dir, path), { throwIfNoEntry: false })
  if (file === undefined) return [{ path, fault: "missing" }]
  return file.isFile() && sha256(readFileSync(join(dir, path))) === digest ? [] : [{ path, fault: "changed" }]
}

/** Compares a folder with its seal, file by file. An empty list: nothing was changed. Throws as `readSeal`. */
export const verifyEvidence = (dir: string): { seal: EvidenceSeal; faults: SealFault[] } => {
  const seal = readSeal(dir)
  const sealed = Object.entries(seal.files)
  const added = listFiles(dir).filter((path) => path !== evidencePaths.seal && !Object.hasOwn(seal.files, path) && !isDerived(path))
  const faults: SealFault[] = [
    ...(digestOf(seal.files) === seal.digest ? [] : [{ path: evidencePaths.seal, fault: "seal" as const }]),
    ...sealed.flatMap(([path, digest]) => faultOf(dir, path, digest)),
    ...added.map((path) => ({ path, fault: "added" as const })),
  ]
  return { seal, faults }
}
