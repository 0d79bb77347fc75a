import { execFile, spawn, type ChildProcess } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"
import pg from "pg"
import { mountDisk, type Disk } from "./disk.ts"
import { startPooler } from "./pooler.ts"
import { freePort, NOBODY } from "./ports.ts"
import { signalFamily } from "./processes.ts"

const run = promisify(execFile)
const READY_MS = 30_000

/** A real PostgreSQL of this test's own, on a port and a folder of its own. */
export interface Cluster {
  /** The URL of a database, which need not exist yet */
  url(database: string): string
  /** A new, empty database */
  create(): Promise<string>
  drop(url: string): Promise<void>
  port: number
  /** The server's own folder */
  data: string
  /** kill -9 of every process of the server */
  kill(): Promise<void>
  /** Stops every process of the server where it is, until `thaw` */
  freeze(): void
  thaw(): void
  /** Where it has a disk of its own */
  disk: Disk | undefined
  /** Did it end by itself? */
  readonly isGone: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

const folders = (): string[] => {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  return [...versions.map((version) => join(debian, version, "bin")), ...(process.env["PATH"] ?? "").split(delimiter)]
}
/** Where PostgreSQL's programs are, or undefined */
export const findPostgres = (): string | undefined => folders().find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")))

/** `durable`: with fsync, for tests that kill it; without, a contract suite is several times faster. */
export const startCluster = async (bin: string, { durable, diskSize }: { durable: boolean; diskSize?: string }): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-postgres-"))
  const disk = diskSize === undefined ? undefined : mountDisk(folder, diskSize)
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ("uid" in owner) chownSync(folder, NOBODY, NOBODY)
  const data = join(folder, "data")
  await run(join(bin, "initdb"), ["-D", data, "-U", "tagwright", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale"], { ...owner, cwd: folder })
  const port = await freePort()
  const url = (database: string): string => `postgres://tagwright@127.0.0.1:${port}/${database}`
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, "-c", `fsync=${durable ? "on" : "off"}`, "-c", "max_connections=200", ...(disk === undefined ? [] : ["-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"])]
  let server: ChildProcess | undefined
  let gone = Promise.resolve()
  const start = async (): Promise<void> => {
    const child = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], { ...owner, cwd: folder, stdio: ["ignore", "ignore", "pipe"] })
    server = child
    let complaints = ""
    child.stderr.on("data", (chunk) => (complaints = (complaints + String(chunk)).slice(-2_000)))
    gone = new Promise((resolve) => child.once("close", () => resolve()))
    const end = Date.now() + READY_MS
    while (!(await answers(url("postgres")))) if (child.exitCode !== null || Date.now() > end) throw new Error(`PostgreSQL did not start: ${complaints}`)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server?.kill(signal)
    await gone
  }
  const admin = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url("postgres") })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await start()
  const pooler = await startPooler(folder, port)
  return {
    url,
    create: async () => {
      const name = `t${randomBytes(6).toString("hex")}`
      await admin(`CREATE DATABASE ${name}`)
      return pooler?.url(name) ?? url(name)
    },
    drop: (address) => admin(`DROP DATABASE ${new URL(address).pathname.slice(1)} WITH (FORCE)`),
    port,
    data,
    kill: async () => {
      if (server?.pid !== undefined && server.exitCode === null) signalFamily(server.pid, "SIGKILL")
      await gone
    },
    freeze: () => void (server?.pid !== undefined && signalFamily(server.pid, "SIGSTOP")),
    thaw: () => void (server?.pid !== undefined && signalFamily(server.pid, "SIGCONT")),
    disk,
    get isGone() {
      return server === undefined || server.exitCode !== null || server.signalCode !== null
    },
    start,
    stop: async () => {
      pooler?.stop()
      await end("SIGINT")
      disk?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    await client.query("SELECT 1")
    return true
  } catch {
    return new Promise((resolve) => setTimeout(resolve, 50, false))
  } finally {
    await client.end().catch(() => undefined)
  }
}
