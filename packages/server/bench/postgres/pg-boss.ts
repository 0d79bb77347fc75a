import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { median } from "../median.ts"
import { AT_ONCE, cycleFor, LABEL } from "../queue-cycle.ts"
import { startEngines } from "./engines.ts"

const SLICE_MS = 2_000
const VERSION = "12.38.0"
const QUEUE = "hook"

/** What is used of pg-boss (its README, version 12) */
interface Boss {
  start(): Promise<unknown>
  stop(options: { graceful: boolean }): Promise<void>
  createQueue(name: string): Promise<void>
  insert(name: string, jobs: { data: object }[]): Promise<unknown>
  fetch(name: string, options: { batchSize: number }): Promise<{ id: string }[]>
  complete(name: string, ids: string[]): Promise<unknown>
}

/** Installs it from the registry into a temporary folder: it is no dependency of this project. */
const install = async (): Promise<{ PgBoss: new (options: object) => Boss; folder: string }> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-pg-boss-"))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { "pg-boss": VERSION } }))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: folder, stdio: "inherit" })
  return { ...(await import(pathToFileURL(join(folder, "node_modules/pg-boss/dist/index.js")).href)), folder }
}

const bossCycle = async (boss: Boss): Promise<number> => {
  const started = performance.now()
  let done = 0
  while (performance.now() < started + SLICE_MS) {
    await boss.insert(QUEUE, Array.from({ length: AT_ONCE }, () => ({ data: { id: crypto.randomUUID(), lead_id: `lead-${done % 997}`, params: { label: LABEL } } })))
    const jobs = await boss.fetch(QUEUE, { batchSize: AT_ONCE })
    await boss.complete(QUEUE, jobs.map(({ id }) => id))
    done += jobs.length
  }
  return done / ((performance.now() - started) / 1000)
}

/** The outbox beside pg-boss on the same PostgreSQL: enqueue 100, take 100, complete 100. pg-boss keeps a job; ours an event, its deduplication and its delivery. */
export const pgBoss = async ([rounds = "7"]: readonly string[]): Promise<object> => {
  const { PgBoss, folder } = await install()
  const engines = await startEngines()
  const ours = await engines.shared()
  const boss = new PgBoss({ connectionString: await engines.cluster.create(), supervise: false, schedule: false })
  await boss.start()
  await boss.createQueue(QUEUE)
  const found: { ours: number; boss: number }[] = []
  await Promise.all([bossCycle(boss), cycleFor(ours, QUEUE, SLICE_MS)])
  for (let round = 0; round < Number(rounds); round++) found.push({ boss: await bossCycle(boss), ours: await cycleFor(ours, QUEUE, SLICE_MS) })
  await boss.stop({ graceful: false })
  await engines.close()
  rmSync(folder, { recursive: true, force: true })
  return { rounds: found.length, "pg-boss": VERSION, "ours to pg-boss": median(found.map((one) => one.ours / one.boss)), "ours, deliveries per second": median(found.map((one) => one.ours)), "pg-boss, jobs per second": median(found.map((one) => one.boss)) }
}
