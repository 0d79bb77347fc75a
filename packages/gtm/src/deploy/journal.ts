import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

/**
 * What an interrupted deployment must remember: the version it made, since the workspace is used up by it. Everything else
 * is read from Tag Manager again. A file that cannot be read is the same as none: the plan then looks at the latest version.
 */
export const notedVersion = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined
  try {
    const noted: unknown = JSON.parse(readFileSync(file, "utf8"))
    return typeof noted === "object" && noted !== null && "versionId" in noted && typeof noted.versionId === "string" ? noted.versionId : undefined
  } catch {
    return undefined
  }
}

export const noteVersion = (file: string, versionId: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify({ version: 1, versionId })}\n`)
  renameSync(`${file}.new`, file)
}

export const clearJournal = (file: string): void => rmSync(file, { force: true })
