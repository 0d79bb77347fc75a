import { Fault } from "@tagwright/formats"
import { restore } from "@tagwright/server"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Put a backup in place of the database of a stopped server, checked before and after. What was there is kept beside it.",
  usage: "serve restore --from FILE --data DIR [--json]",
  examples: ["tagwright serve restore --from /backup/tagwright-2026-11-22.sqlite --data /var/lib/tagwright"],
  options: { from: { type: "string" }, data: { type: "string" } },
  describe: { from: "a file that tagwright serve backup wrote", data: "the server's data folder; its server must be stopped" },
  async run({ values, io }) {
    const { from, data } = values
    if (from === undefined || data === undefined) throw new Fault("caller", "say what to restore and where to", "Give --from and --data")
    const done = restore(resolve(io.cwd, from), resolve(io.cwd, data))
    const kept = done.replaced === undefined ? "" : `; what was there is ${done.replaced}`
    io.out(values.json === true ? `${JSON.stringify(done)}\n` : `${done.events} events restored into ${done.file}, checked${done.erasedAgain === 0 ? "" : `; ${done.erasedAgain} people erased since are erased again`}${kept}\n`)
    return 0
  },
})
