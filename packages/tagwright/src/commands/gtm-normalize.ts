import { writeExport } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles, readContainer } from "../read-container.ts"

export const command = defineCommand({
  summary: "Write an export in Tag Manager's own layout, to stdout; nothing in it is lost.",
  usage: "gtm normalize FILE",
  examples: ["tagwright gtm normalize reindented.json > GTM-ABC123.json"],
  options: {},
  describe: {},
  async run({ positionals, io }) {
    needFiles(positionals, "gtm normalize", 1, 1)
    for (const file of positionals) io.out(writeExport(readContainer(io.cwd, file).document))
    return 0
  },
})
