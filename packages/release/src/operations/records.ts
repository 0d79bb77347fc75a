import { existsSync, readFileSync } from "node:fs"
import { sha256, type OperationRecord } from "@tagwright/formats"
import { ReleaseError } from "../errors.ts"

export const OPERATIONS_FILE = "operations.ndjson"

const isRecord = (value: unknown): value is OperationRecord => typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string" && "at" in value && typeof value.at === "number"

/** Reads `operations.ndjson`. Undefined when there is none; throws when a line is no record. */
export const readOperations = (path: string): { records: OperationRecord[]; digest: string } | undefined => {
  if (!existsSync(path)) return undefined
  const text = readFileSync(path, "utf8")
  const records = text.split("\n").filter((line) => line !== "").map((line, index) => {
    const value = parse(line)
    if (!isRecord(value)) throw new ReleaseError("operations-malformed", `Line ${index + 1} of ${path} is no record of operations`)
    return value
  })
  return { records, digest: sha256(text) }
}
const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
