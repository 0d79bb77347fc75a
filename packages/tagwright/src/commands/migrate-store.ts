import { Fault } from "@tagwright/formats"
import { migrateOnline, migrateStore, type MigrateProgress, type OnlinePass } from "@tagwright/server"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

/** Often enough for a terminal, seldom enough for a log. */
const TELL_EVERY_MS = 2_000

const told = (passes: readonly OnlinePass[]): string => {
  const last = passes.at(-1)
  const lines = passes.map(({ rows, changed, seconds }, index) => `pass ${index + 1}: ${changed} of ${rows} rows copied in ${seconds.toFixed(1)} s`)
  return `${lines.join("\n")}\nNow stop the servers and run it again without --online: it looks at every row once more, twice in all, which takes about ${Math.ceil(2 * (last?.seconds ?? 0))} s.\n`
}

export const command = defineCommand({
  summary: "Copy a server's store from SQLite to PostgreSQL, or back; every row is compared. Interrupted, it goes on where it stopped.",
  usage: "migrate-store --from DIR|URL --to DIR|URL [--environment NAME] [--online] [--json]",
  examples: [
    "tagwright migrate-store --online --from .tagwright/data/production --to postgres://tagwright@db.internal/tagwright",
    "tagwright migrate-store --from .tagwright/data/production --to postgres://tagwright@db.internal/tagwright",
    "tagwright migrate-store --from postgres://tagwright@db.internal/tagwright --to /var/lib/tagwright --environment production",
  ],
  options: { from: { type: "string" }, to: { type: "string" }, environment: { type: "string" }, online: { type: "boolean" } },
  describe: {
    online: "while servers use the source: copies all but the last of it; then stop them and copy again without this option, which takes seconds",
    from: "a server's data folder, or PostgreSQL's URL (the password comes from PGPASSWORD)",
    to: "the same of the other engine; it must be new",
    environment: "which environment of the plan the store belongs to (default: production)",
  },
  async run({ values, io }) {
    const { from, to, environment = "production" } = values
    if (from === undefined || to === undefined) throw new Fault("caller", "say what to copy and where to", "Give --from and --to")
    const place = (given: string): string => (/^postgres(ql)?:/.test(given) ? given : resolve(io.cwd, given))
    const startedAt = Date.now()
    let toldAt = startedAt
    const onProgress = ({ done, total, table, step }: MigrateProgress): void => {
      if (values.quiet === true || Date.now() - toldAt < TELL_EVERY_MS) return
      toldAt = Date.now()
      const left = done === 0 ? "" : `, about ${Math.ceil((((toldAt - startedAt) / done) * (total - done)) / 1000)} s left`
      io.err(`${String(Math.floor((100 * done) / Math.max(1, total))).padStart(3)} % ${step} ${table}${left}\n`)
    }
    const options = { from: place(from), to: place(to), environment, onProgress, stopped: () => io.signal.aborted }
    if (values.online === true) {
      const passes = await migrateOnline(options)
      io.out(values.json === true ? `${JSON.stringify({ passes }, null, 2)}\n` : told(passes))
      return 0
    }
    const migrated = await migrateStore(options)
    const rows = Object.values(migrated.rows).reduce((sum, count) => sum + count, 0)
    io.out(values.json === true ? `${JSON.stringify(migrated, null, 2)}\n` : `${rows} rows copied and compared, digest ${migrated.digest}\nThe old store is as it was. Start the server on the new one: tagwright serve ${to.startsWith("postgres") ? `--database ${to.replace(/:[^:@/]*@/, "@")}` : `--data ${to}`}\n`)
    return 0
  },
})
