import { Fault } from "@tagwright/formats"
import { compareContainers, compareThree, type Difference, diffHtml, diffMarkdown, diffText, threeWayText } from "@tagwright/gtm/format"
import { defineCommand, type Io } from "../command.ts"
import { needFiles, readContainer } from "../read-container.ts"

const formats: Record<string, (differences: readonly Difference[], names: { before: string; after: string }) => string> = {
  text: diffText,
  markdown: diffMarkdown,
  html: diffHtml,
  json: (differences) => `${JSON.stringify({ differences }, null, 2)}\n`,
}

export const command = defineCommand({
  summary: "Say what two containers do differently; with three files: what each of two changed since a common base.",
  usage: "gtm diff A B [--format text|markdown|html|json] | gtm diff BASE STAGING PRODUCTION",
  examples: ["tagwright gtm diff v11.json v12.json", "tagwright gtm diff live.json new.json --format markdown >> $GITHUB_STEP_SUMMARY", "tagwright gtm diff approved.json staging.json production.json"],
  options: { format: { type: "string" } },
  describe: { format: "text (default), markdown, html or json; with three files text or json" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm diff", 2, 3)
    const format = values.json === true ? "json" : (values.format ?? "text")
    const [before = "", after = "", third] = positionals
    if (third !== undefined) return threeWay([before, after, third], format, io)
    const differences = compareContainers(readContainer(io.cwd, before).export, readContainer(io.cwd, after).export)
    const write = formats[format]
    if (write === undefined) throw new Fault("caller", `there is no format "${format}"`, `Use one of ${Object.keys(formats).join(", ")}`)
    io.out(write(differences, { before, after }))
    return differences.length === 0 ? 0 : 1
  },
})

const threeWay = ([base, left, right]: [string, string, string], format: string, io: Io) => {
  if (format !== "text" && format !== "json") throw new Fault("caller", `there is no format "${format}" for three files`, "Use text or json")
  const read = (file: string) => readContainer(io.cwd, file).export
  const differences = compareThree({ base: read(base), left: read(left), right: read(right) })
  io.out(format === "json" ? `${JSON.stringify({ differences }, null, 2)}\n` : threeWayText(differences, { base, left, right }))
  return differences.length === 0 ? 0 : 1
}
