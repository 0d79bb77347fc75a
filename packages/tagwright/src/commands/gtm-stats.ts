import { buildModel, containerStats, statsText } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles, readContainer } from "../read-container.ts"

export const command = defineCommand({
  summary: "Count what a container consists of and estimate how big it compiles.",
  usage: "gtm stats FILE",
  examples: ["tagwright gtm stats GTM-ABC123_workspace4.json", "tagwright gtm stats container.json --json"],
  options: {},
  describe: {},
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm stats", 1, 1)
    for (const file of positionals) {
      const { export: container } = readContainer(io.cwd, file)
      const stats = containerStats(buildModel(container), container.exportTime)
      io.out(values.json === true ? `${JSON.stringify(stats, null, 2)}\n` : statsText(stats))
    }
    return 0
  },
})
