import { Fault } from "@tagwright/formats"
import { migrateStore, type MigrateProgress } from "@tagwright/server"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

/** Often enough for a terminal, seldom enough for a log. */
const TELL_EVERY_MS = 2_000

export const command = defineCommand({
  summary: "Copy a stopped server's store from SQLite to PostgreSQL, or back; every row is compared. Interrupted, it goes on where it stopped.",
  usage: "migrate-store --from DIR|URL --to DIR|URL [--environment NAME] [--json]",
  examples: [
    "tagwright migrate-store --from .tagwright/data/production --to postgres://tagwright@db.internal/tagwright",
    "tagwright migrate-store --from postgres://tagwright@db.internal/tagwright --to /var/lib/tagwright --environment production",
  ],
  options: { from: { type: "string" }, to: { type: "string" }, environment: { type: "string" } },
  describe: {
    from: "a server's data folder, or PostgreSQL's URL (the password comes from PGPASSWORD)",
    to: "the same of the other engine; it must be new",
    environment: "which environment of the plan the store belongs to (default: production)",
  },
  async run({ values, io }) {
    const { from, to, environment = "production" } = values
    if (from === undefined || to === undefined) throw new Fault("caller", "say what to copy and where to", "Give --from and --to")
    const place = (given: string): string => (/^postgres(ql)?:/.test(given) ? given : resolve(io.cwd, given))
    const startedAt = Date.now()
    let told = startedAt
    const onProgress = ({ done, total, table, step }: MigrateProgress): void => {
      if (values.quiet === true || Date.now() - told < TELL_EVERY_MS) return
      told = Date.now()
      const left = done === 0 ? "" : `, about ${Math.ceil((((told - startedAt) / done) * (total - done)) / 1000)} s left`
      io.err(`${String(Math.floor((100 * done) / Math.max(1, total))).padStart(3)} % ${step} ${table}${left}\n`)
    }
    const migrated = await migrateStore({ from: place(from), to: place(to), environment, onProgress, stopped: () => io.signal.aborted })
    const rows = Object.values(migrated.rows).reduce((sum, count) => sum + count, 0)
    io.out(values.json === true ? `${JSON.stringify(migrated, null, 2)}\n` : `${rows} rows copied and compared, digest ${migrated.digest}\nThe old store is as it was. Start the server on the new one: tagwright serve ${to.startsWith("postgres") ? `--database ${to.replace(/:[^:@/]*@/, "@")}` : `--data ${to}`}\n`)
    return 0
  },
})
