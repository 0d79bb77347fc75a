import { Fault } from "@tagwright/formats"
import { backUp } from "@tagwright/server"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Copy the server's database while it runs, and check the copy. Keys of personal values are left out.",
  usage: "serve backup --data DIR --to FILE [--json]",
  examples: ["tagwright serve backup --data /var/lib/tagwright --to /backup/tagwright-2026-11-22.sqlite"],
  options: { data: { type: "string" }, to: { type: "string" } },
  describe: { data: "the server's data folder", to: "the file to write; must not exist" },
  async run({ values, io }) {
    const { data, to } = values
    if (data === undefined || to === undefined) throw new Fault("caller", "say what to copy and where to", "Give --data and --to")
    const made = await backUp(resolve(io.cwd, data), resolve(io.cwd, to))
    io.out(values.json === true ? `${JSON.stringify(made)}\n` : `${made.events} events in ${made.file}, checked\n`)
    return 0
  },
})
