import type { ContainerExport } from "@tagwright/formats"
import { readExport, runTemplateTests, type TemplateTests } from "@tagwright/gtm"
import { styleText } from "node:util"
import { defineCommand, type Io } from "../command.ts"
import { count } from "../findings.ts"
import { needFiles, readBytes } from "../read-container.ts"

const MOST_FILES = 1000

interface FileTests {
  file: string
  templates: TemplateTests[]
}

export const command = defineCommand({
  summary: "Run the tests that custom templates bring along, from template files or from the templates of an export.",
  usage: "gtm test FILE… [--json]",
  examples: ["tagwright gtm test template.tpl", "tagwright gtm test GTM-XXXX_v7.json --json"],
  options: {},
  describe: {},
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm test", 1, MOST_FILES)
    const files = positionals.map((file): FileTests => ({ file, templates: templatesOf(io.cwd, file).map((data) => runTemplateTests(data)) }))
    const failed = files.some(({ templates }) => templates.some(({ problem, tests }) => problem !== undefined || tests.some(({ passed }) => !passed)))
    io.out(values.json === true ? `${JSON.stringify({ files }, null, 2)}\n` : files.map((one) => describe(one, io)).join(""))
    return failed ? 1 : 0
  },
})

const templatesOf = (cwd: string, file: string): string[] => {
  const bytes = readBytes(cwd, file)
  if (/^\uFEFF?\s*___/.test(bytes.toString("utf8"))) return [bytes.toString("utf8").replace(/^\uFEFF/, "")]
  const container: ContainerExport = readExport(bytes, { file }).export
  return (container.containerVersion.customTemplate ?? []).map(({ templateData }) => templateData)
}

const describe = ({ file, templates }: FileTests, io: Io): string => {
  const paint = (style: "green" | "red", text: string): string => (io.color ? styleText(style, text, { validateStream: false }) : text)
  const lines = templates.flatMap(({ template, tests, problem }) => [
    `  ${template}${tests.length === 0 && problem === undefined ? ": brings no tests" : ""}`,
    ...(problem === undefined ? [] : [`    ${paint("red", "cannot be read")}: ${problem}`]),
    ...tests.map(({ name, passed, reason }) => `    ${passed ? paint("green", "passed") : paint("red", "failed")} ${name}${reason === undefined ? "" : `\n           ${reason}`}`),
  ])
  const all = templates.flatMap(({ tests }) => tests)
  return [file, ...lines, `  ${count(all.length, "test")}, ${all.filter(({ passed }) => !passed).length} failed`, ""].join("\n")
}
