/**
 * `npm run bench:postgres -- append|queue|nodes|latency|turn|migrate|pg-boss [rounds]`: the server on PostgreSQL beside the embedded store, or beside itself
 * with more processes, on one disk in one run. PostgreSQL is the bench's own, durable, with its default settings.
 */
import { append } from "./append.ts"
import { latency } from "./latency.ts"
import { migrate } from "./migrate.ts"
import { nodes } from "./nodes.ts"
import { pgBoss } from "./pg-boss.ts"
import { queue } from "./queue.ts"
import { turn } from "./turn.ts"

const benches: Record<string, (rest: readonly string[]) => Promise<object>> = { append, queue, nodes, latency, turn, migrate, "pg-boss": pgBoss }
const [name = "", ...rest] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  process.stderr.write(`say which: ${Object.keys(benches).join(", ")}\n`)
  process.exit(2)
}
console.log(JSON.stringify(await bench(rest), null, 2))
