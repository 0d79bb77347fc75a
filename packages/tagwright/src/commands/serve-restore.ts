import { Fault } from "@tagwright/formats"
import { restoreBackup } from "@tagwright/server"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Put a backup in the place of a stopped server's database, after checking every page of it.",
  usage: "serve restore --from FILE --data DIR [--json]",
  examples: ["tagwright serve restore --from /backup/tagwright-2026-11-22.sqlite --data /var/lib/tagwright"],
  options: { from: { type: "string" }, data: { type: "string" } },
  describe: { from: "a file that serve backup wrote", data: "the server's data folder; the server must be stopped" },
  async run({ values, io }) {
    const { from, data } = values
    if (from === undefined || data === undefined) throw new Fault("caller", "say which backup and where to", "Give --from and --data")
    const restored = restoreBackup(resolve(io.cwd, from), resolve(io.cwd, data))
    io.out(values.json === true ? `${JSON.stringify(restored)}\n` : `${restored.events} events restored into ${restored.file}; start the server, then run tagwright reconcile\n`)
    return 0
  },
})
