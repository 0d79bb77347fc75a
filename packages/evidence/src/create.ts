import { mkdirSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { canonicalJson, digestOf, sha256, type EvidenceRecord, type EvidenceSeal } from "@tagwright/formats"
import { EvidenceError } from "./errors.ts"
import { evidencePaths, isFree, isVolatile } from "./paths.ts"
import { shapeFault } from "./shape.ts"
import { part } from "./stable.ts"

export interface EvidenceWriter {
  /** Adds one record. Throws `evidence-record` when a required field is missing. */
  write(record: EvidenceRecord): void
  /** Adds a file, e.g. `screenshots/all/home-0.png`. The same path twice is an error. */
  attach(path: string, bytes: Uint8Array | string): void
  /** Writes `records.ndjson` and `seal.json` and puts the folder in its place. Returns the evidence's digest. */
  seal(): Promise<string>
  /** Throws away what was collected; the folder named at the start stays as it was. */
  abandon(): void
}

/** We replace only what is ours: a folder that holds other things than sealed evidence is somebody's work. */
const assertReplaceable = (dir: string): void => {
  if (!existsSync(dir)) return
  const names = readdirSync(dir)
  if (names.length > 0 && !names.includes(evidencePaths.seal))
    throw new EvidenceError("evidence-folder-taken", `The folder ${dir} holds files that are not evidence`)
}

const replaceFolder = (from: string, to: string): void => {
  const old = `${to}.old-${process.pid}`
  const replaces = existsSync(to)
  if (replaces) renameSync(to, old)
  renameSync(from, to)
  if (replaces) rmSync(old, { recursive: true })
}

/**
 * Starts an evidence folder. Everything goes to a folder beside it and takes its place only when sealed, so that a
 * run that dies leaves no half-written evidence and does not harm the evidence of the run before.
 */
export const createEvidence = (folder: string): EvidenceWriter => {
  const dir = resolve(folder)
  assertReplaceable(dir)
  const partial = `${dir}.partial-${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const records: EvidenceRecord[] = []
  const files: Record<string, string> = {}
  let open = true

  const assertOpen = () => {
    if (!open) throw new EvidenceError("evidence-sealed", `The evidence in ${dir} is closed`)
  }
  const put = (path: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(partial, path)), { recursive: true })
    writeFileSync(join(partial, path), bytes, { flag: "wx" })
    files[path] = sha256(bytes)
  }

  return {
    write(record) {
      assertOpen()
      const fault = shapeFault(record)
      if (fault !== undefined) throw new EvidenceError("evidence-record", `This record cannot be written: ${fault}`)
      records.push(structuredClone(record))
    },
    attach(path, bytes) {
      assertOpen()
      if (!isFree(path)) throw new EvidenceError("evidence-path", `An attachment cannot be called ${JSON.stringify(path)}`, [path])
      if (Object.hasOwn(files, path)) throw new EvidenceError("evidence-path", `There is already an attachment ${path}`, [path])
      put(path, bytes)
    },
    async seal() {
      assertOpen()
      open = false
      const { lines, volatile } = part(records)
      put(evidencePaths.records, lines.map((line) => `${line}\n`).join(""))
      put(evidencePaths.volatile, volatile.map((line) => `${line}\n`).join(""))
      const stable = Object.fromEntries(Object.entries(files).filter(([path]) => !isVolatile(path)))
      const seal: EvidenceSeal = { version: 1, digest: digestOf(files), stable: digestOf(stable), files }
      writeFileSync(join(partial, evidencePaths.seal), `${canonicalJson(seal)}\n`)
      assertReplaceable(dir)
      replaceFolder(partial, dir)
      return seal.digest
    },
    abandon() {
      open = false
      rmSync(partial, { recursive: true, force: true })
    },
  }
}
