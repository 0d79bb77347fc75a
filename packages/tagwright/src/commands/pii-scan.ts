import { type DocumentFinding, type DocumentFormat, documentFormats, scanDocument } from "@tagwright/privacy"
import { Fault } from "@tagwright/formats"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { defineCommand, type Io } from "../command.ts"

export const command = defineCommand({
  summary: "Find personal data in text, JSON, JSONL and HAR files, through the encodings that tracking uses. Values are never printed.",
  usage: "pii scan FILE… [-] [--field NAME] [--format text|json|jsonl|har] [--country CODE] [--min-confidence 0.5] [--json]",
  examples: [
    "tagwright pii scan recording.har",
    "tagwright pii scan events.jsonl --field text --json",
    "cat access.log | tagwright pii scan -",
  ],
  options: { field: { type: "string" }, format: { type: "string" }, country: { type: "string" }, "min-confidence": { type: "string" } },
  describe: {
    field: "the field of every record that holds its text; dots for fields within fields",
    format: "what the files are, when their names do not say it: text, json, jsonl or har",
    country: "country whose national telephone numbers are expected, such as AT",
    "min-confidence": "leave out what is less sure than this, 0 to 1",
  },
  async run({ values, positionals, io }) {
    if (positionals.length === 0)
      throw new Fault("caller", "no file to scan", "Name files, or - for standard input: tagwright pii scan recording.har")
    const format = formatOf(values.format)
    const minConfidence = confidenceOf(values["min-confidence"])
    const options = {
      ...(values.field === undefined ? {} : { field: values.field }),
      ...(format && { format }),
      ...(values.country && { country: values.country }),
      ...(minConfidence !== undefined && { minConfidence }),
    }
    const findings: DocumentFinding[] = []
    for (const file of positionals) findings.push(...scanDocument(file, await contentOf(file, io), options))
    if (values.json === true) io.out(`${JSON.stringify({ findings: findings.map(published) }, null, 2)}\n`)
    else io.out(`${findings.map(line).join("")}${findings.length === 0 ? "no personal data found\n" : `${findings.length} found\n`}`)
    return findings.length === 0 ? 0 : 1
  },
})

const published = ({ file, record, start, end, kind, confidence, via, part }: DocumentFinding) => ({
  file,
  record,
  start,
  end,
  kind,
  confidence,
  via,
  ...(part !== undefined && { part }),
})

const line = ({ file, record, start, end, kind, confidence, via, part }: DocumentFinding): string =>
  `${file}:${record}${part === undefined ? "" : ` ${part}`} ${start}–${end} ${kind} (${Math.round(confidence * 100)} %)${via.length === 0 ? "" : ` through ${via.join(", ")}`}\n`

const contentOf = async (file: string, io: Io): Promise<string> => {
  if (file === "-") return io.stdin()
  return readFile(resolve(io.cwd, file), "utf8").catch((cause: unknown) => {
    throw new Fault("caller", `cannot read ${file}`, "Check the path and that the file may be read", { cause })
  })
}

const formatOf = (given: string | undefined): DocumentFormat | undefined => {
  const format = documentFormats.find((one) => one === given)
  if (given !== undefined && format === undefined)
    throw new Fault("caller", `unknown format "${given}"`, `Use one of: ${documentFormats.join(", ")}`)
  return format
}

const confidenceOf = (given: string | undefined): number | undefined => {
  const confidence = given === undefined ? undefined : Number(given)
  if (confidence !== undefined && !(confidence >= 0 && confidence <= 1))
    throw new Fault("caller", `"${given}" is no confidence`, "Give a number from 0 to 1")
  return confidence
}
