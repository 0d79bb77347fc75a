import { apiToExport, type Json, readJson } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { needFiles, readBytes } from "../read-container.ts"

export const command = defineCommand({
  summary: "Turn what the Tag Manager API answers into an export that can be imported, to stdout.",
  usage: "gtm api2export FILE",
  examples: ["tagwright gtm api2export live-version.json > GTM-ABC123.json"],
  options: { time: { type: "string" } },
  describe: { time: "the export time to write, YYYY-MM-DD HH:MM:SS; without it the version's fingerprint decides" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm api2export", 1, 1)
    const [file = ""] = positionals
    const answer = readJson(readBytes(io.cwd, file), { file })
    io.out(JSON.stringify(apiToExport(answer, { exportTime: values.time ?? timeOf(answer), file }), null, 4))
    return 0
  },
})

/** A version's fingerprint is when it was saved, in milliseconds. Same input, same bytes: the clock is not asked. */
const timeOf = (answer: Json): string => {
  const fingerprint = typeof answer === "object" && answer !== null && "fingerprint" in answer ? Number(answer["fingerprint"]) : 0
  const saved = new Date(fingerprint)
  return (Number.isNaN(saved.getTime()) ? new Date(0) : saved).toISOString().slice(0, 19).replace("T", " ")
}
