import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { openSqliteStore } from "../../../src/store/sqlite/store.ts"

/** What a process did to its disk, and what it promised, in the order it happened. */
export type Operation =
  | { kind: "write"; file: string; offset: number; data: Buffer }
  | { kind: "cut"; file: string; size: number }
  /** An fsync that ended here; it covers what was written to the file before `since` */
  | { kind: "sync"; file: string; since: number }
  | { kind: "promise"; what: "STORED" | "SETTLED"; id: string }

export interface Recording {
  /** The files before the recording began */
  before: ReadonlyMap<string, Buffer>
  operations: Operation[]
}

export const hasStrace = (): boolean => spawnSync("strace", ["-V"]).status === 0

/** Shared memory is not on the disk; a lock holds nothing. */
const isData = (file: string): boolean => /\.sqlite(-wal)?$/.test(file)
const CALLS = "pwrite64,write,fsync,fdatasync,ftruncate"
/** One page of SQLite and its frame header fit twice. */
const MOST_BYTES = 65_536

/** Runs the workload under strace, on a database that exists already. */
export const record = async (seconds: number): Promise<Recording> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-trace-"))
  const data = join(folder, "data")
  const trace = join(folder, "trace")
  try {
    cpSync(await emptyDatabase(folder), data, { recursive: true })
    const before = new Map(readdirSync(data).filter(isData).map((file) => [file, readFileSync(join(data, file))]))
    const workload = fileURLToPath(new URL("./workload.ts", import.meta.url))
    const ran = spawnSync("strace", ["-f", "-y", "-xx", "-s", String(MOST_BYTES), "-e", `trace=${CALLS}`, "-o", trace, process.execPath, workload, data, String(seconds)], { encoding: "utf8" })
    if (ran.status !== 0) throw new Error(`the workload failed: ${ran.stderr.slice(-2_000)}`)
    return { before, operations: parseTrace(readFileSync(trace, "latin1")) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const emptyDatabase = async (folder: string): Promise<string> => {
  const data = mkdtempSync(join(folder, "empty-"))
  await (await openSqliteStore(data, "production", Date.now())).close()
  return data
}

const CALL = /^(\d+) +(\w+)\((\d+)<([^>]*)>(?:, )?(.*)$/
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>/
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll("\\x", ""), "hex")

/** Reads strace's lines: a write counts from its beginning, an fsync from its end. */
export const parseTrace = (text: string): Operation[] => {
  const operations: Operation[] = []
  const syncing = new Map<string, { file: string; since: number }>()
  for (const line of text.split("\n")) {
    const resumed = RESUMED.exec(line)
    const sync = resumed === null ? undefined : syncing.get(resumed[1] ?? "")
    if (sync !== undefined && line.endsWith("= 0")) operations.push({ kind: "sync", ...sync })
    const call = CALL.exec(line)
    if (call === null) continue
    const [, thread = "", name = "", fd = "", path = "", rest = ""] = call
    const file = basename(path.includes("\\x") ? bytesOf(path).toString() : path)
    if (name === "write" && fd === "1") operations.push(...promisesIn(bytesOf(/"([^"]*)"/.exec(rest)?.[1] ?? "").toString()))
    if (!isData(file)) continue
    if (name === "pwrite64") operations.push(writeOf(file, rest))
    if (name === "ftruncate") operations.push({ kind: "cut", file, size: Number(/^\d+/.exec(rest)?.[0]) })
    if (name !== "fsync" && name !== "fdatasync") continue
    if (/unfinished/.test(line)) syncing.set(thread, { file, since: operations.length })
    else if (line.endsWith("= 0")) operations.push({ kind: "sync", file, since: operations.length })
  }
  return operations
}

const writeOf = (file: string, rest: string): Operation => {
  const [, hex = "", size, offset] = /^"([^"]*)", (\d+), (\d+)/.exec(rest) ?? []
  const data = bytesOf(hex)
  if (data.length !== Number(size)) throw new Error(`a write of ${size} bytes was recorded with ${data.length}`)
  return { kind: "write", file, offset: Number(offset), data }
}
const promisesIn = (text: string): Operation[] =>
  text.split("\n").flatMap((line): Operation[] => {
    const [what, id] = line.split(" ")
    return (what === "STORED" || what === "SETTLED") && id !== undefined ? [{ kind: "promise", what, id }] : []
  })
