import { exportToApi, type Json } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles, readContainer } from "../read-container.ts"

export const command = defineCommand({
  summary: "Spell an export as the Tag Manager API does, to stdout.",
  usage: "gtm export2api FILE",
  examples: ["tagwright gtm export2api GTM-ABC123.json > version.json"],
  options: {},
  describe: {},
  async run({ positionals, io }) {
    needFiles(positionals, "gtm export2api", 1, 1)
    for (const file of positionals) {
      const value: { [key: string]: Json } = JSON.parse(readContainer(io.cwd, file).document.text)
      io.out(`${JSON.stringify(exportToApi(value), null, 2)}\n`)
    }
    return 0
  },
})
