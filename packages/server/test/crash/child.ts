import { rmSync, writeFileSync } from "node:fs"
import { flushCompileCache } from "node:module"
import { join } from "node:path"
import { openSqliteStore } from "../../src/store/sqlite/store.ts"
import { startServer, systemClock, type ServerRole } from "../../src/index.ts"
import { SECRETS, TOKEN } from "../helpers/secrets.ts"
import { deadlyStore, hastyStore, type Point } from "./deadly.ts"
import { crashPlan } from "./plan.ts"

/** What the parent says about one life of the server. */
export interface Life {
  data: string
  sink: string
  /** Die here, the n-th time */
  death?: { point: Point; after: number }
  /** Bytes that lie in the data folder until SIGUSR2 frees them */
  ballast?: number
  /** A planted fault: answers before anything is durable */
  hasty?: boolean
  /** PostgreSQL, shared with other processes */
  database?: string
  role?: ServerRole
  /** A second destination, that takes a person's events one after another */
  orderedSink?: string
  leaseMs?: number
  peerTimeoutMs?: number
  /** How wrong this life's clock is */
  clockOffsetMs?: number
}

/** The real server in a process of its own, to be killed. Argument: a `Life` as JSON. */
const life: Life = JSON.parse(process.argv[2] ?? "{}")
const { death, clockOffsetMs = 0, ballast } = life
if (ballast !== undefined) {
  const file = join(life.data, "ballast")
  writeFileSync(file, Buffer.alloc(ballast, 1))
  process.on("SIGUSR2", () => rmSync(file))
}
const server = await startServer({
  plan: crashPlan(life.sink, life.orderedSink),
  environment: "production",
  data: life.data,
  ...(life.database !== undefined && { database: life.database }),
  ...(life.role !== undefined && { role: life.role }),
  port: 0,
  secrets: (name) => SECRETS[name],
  adminToken: TOKEN,
  allowPrivateAddresses: true,
  clock: { ...systemClock, now: () => Date.now() + clockOffsetMs },
  openStore: async (...where) => {
    const store = await openSqliteStore(...where)
    if (life.hasty === true) return hastyStore(store)
    return death === undefined ? store : deadlyStore(store, death.point, death.after)
  },
  // Minutes of waiting become milliseconds; the schedule itself has tests of its own.
  retryWaitsMs: Array.from({ length: 1_000 }, () => 50),
  peerTimeoutMs: life.peerTimeoutMs ?? 2_000,
  ...(life.leaseMs !== undefined && { leaseMs: life.leaseMs }),
})
// Who is killed writes no cache when it ends.
flushCompileCache()
console.log(server.url)
process.once("SIGTERM", () => void server.close().then(() => process.exit(0)))
// Whoever started us is gone: so are we.
process.stdin.resume().on("end", () => process.kill(process.pid, "SIGKILL"))
