import type { OperationRecord } from "@tagwright/formats"
import { OPERATIONS_FILE, readOperations } from "@tagwright/release"
import { mkdirSync, appendFileSync, copyFileSync, existsSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"

const fileIn = (folder: string): string => join(folder, ".tagwright", OPERATIONS_FILE)

/** Records of operations of a project: what the gates O1 to O4 judge. One line each, only ever added to. */
export const addToLedger = (folder: string, records: readonly OperationRecord[]): void => {
  if (records.length === 0) return
  const file = fileIn(folder)
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""))
}
export const projectLedger = (folder: string): readonly OperationRecord[] => readOperations(fileIn(folder))?.records ?? []

/** Puts the project's records beside the evidence: they are judged and signed where they stand there. */
export const takeOperations = (folder: string, evidenceDir: string): void => {
  const file = fileIn(folder)
  if (existsSync(file)) copyFileSync(file, join(evidenceDir, OPERATIONS_FILE))
  else rmSync(join(evidenceDir, OPERATIONS_FILE), { force: true })
}
