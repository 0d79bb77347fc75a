/**
 * `node bench/commit.ts [events per commit] [commits]`: what an event costs the thread that writes, without the threads around
 * it: processor time with its share of the commit, by how ids and visitors lie in their indexes. `BENCH_FOLDER=/dev/shm` takes the disk out.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openVault } from "../src/privacy/vault.ts"
import { commit } from "../src/store/sqlite/commit.ts"
import { openWriter } from "../src/store/sqlite/open.ts"
import { bindOperations } from "../src/store/sqlite/operations/index.ts"
import { migrate } from "../src/store/sqlite/schema.ts"
import type { Job } from "../src/store/sqlite/thread.ts"
import { newEvent } from "../test/store/events.ts"
import { CHOICE, PAGE } from "./visitors.ts"

const [size = "24", commits = "2500"] = process.argv.slice(2)
/** A log that is started over now and then, as the checkpoint thread sees to: overwriting is cheaper than growing. */
const CHECKPOINT_EVERY = 250
const WARM_UP = 500
const START = 1_800_000_000_000
const VISITORS = 9_973

const ids = { ordered: (n: number) => `${(START + n).toString(36)}${"a".repeat(12)}.0`, random: () => crypto.randomUUID() }
const visitors = { one: () => "lead-one", spread: (n: number) => `lead-${(n * 7919) % VISITORS}` }

const measure = (idOf: (n: number) => string, visitorOf: (n: number) => string) => {
  const folder = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
  const db = openWriter(join(folder, "log.sqlite"))
  migrate(db)
  const vault = openVault(join(folder, "vault.sqlite"))
  const operations = bindOperations(db, vault)
  let count = 0
  const job = (): Job => {
    const at = START + count++
    return { name: "append", input: { events: [newEvent(idOf(count), at, [], { leadId: visitorOf(count), clientId: "1234567890.1700000000", sessionId: "1700000000", choice: CHOICE, page: PAGE })], quarantined: [] } }
  }
  const run = (times: number) => {
    let [micros, sync] = [0, 0]
    for (let turn = 1; turn <= times; turn++) {
      const jobs = Array.from({ length: Number(size) }, job)
      const before = process.threadCpuUsage()
      sync += commit(db, vault, operations, jobs).syncSeconds
      const { user, system } = process.threadCpuUsage(before)
      micros += user + system
      if (turn % CHECKPOINT_EVERY === 0) db.exec("PRAGMA wal_checkpoint(RESTART)")
    }
    return { micros, sync }
  }
  run(WARM_UP)
  const { micros, sync } = run(Number(commits))
  vault.close()
  db.close()
  rmSync(folder, { recursive: true, force: true })
  return { "processor, µs per event": Number((micros / Number(commits) / Number(size)).toFixed(1)), "COMMIT, ms": Number(((sync * 1000) / Number(commits)).toFixed(3)) }
}

console.log(
  JSON.stringify(
    {
      "events per commit": Number(size),
      "ids by time, one visitor": measure(ids.ordered, visitors.one),
      "random ids, one visitor": measure(ids.random, visitors.one),
      "ids by time, visitors spread": measure(ids.ordered, visitors.spread),
      "random ids, visitors spread": measure(ids.random, visitors.spread),
    },
    null,
    2,
  ),
)
