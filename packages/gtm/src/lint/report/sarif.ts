import type { Finding, Severity } from "@tagwright/formats"
import { exportProblems } from "../../export/errors.ts"
import { codes } from "../lint.ts"
import type { Rule } from "../rule.ts"
import { rules } from "../rules.ts"
import type { FileReport } from "./report.ts"

const levels: Record<Severity, "error" | "warning" | "note"> = { error: "error", warning: "warning", info: "note" }

/** SARIF 2.1.0 (OASIS), as GitHub code scanning and editors read it. */
export const sarif = (files: readonly FileReport[]): string =>
  JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "tagwright", informationUri: "https://github.com/tagwright/tagwright", rules: ruleList() } }, results: files.flatMap(({ findings }) => findings.map(result)) }],
    },
    null,
    2,
  )

const ruleList = () => [
  ...codes.map((code) => {
    const rule: Rule = rules[code]
    return { id: code, shortDescription: { text: rule.title }, fullDescription: { text: rule.why }, help: { text: rule.fix }, defaultConfiguration: { level: levels[rule.severity] } }
  }),
  ...Object.entries(exportProblems).map(([id, { title, fix }]) => ({ id, shortDescription: { text: title }, fullDescription: { text: title }, help: { text: fix }, defaultConfiguration: { level: "error" } })),
]

const result = ({ code, severity, message, at, help }: Finding) => ({
  ruleId: code,
  level: levels[severity],
  message: { text: `${message}. ${help}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: at.file.split("/").map(encodeURIComponent).join("/") },
        ...(at.line === undefined ? {} : { region: { startLine: at.line, startColumn: at.column ?? 1 } }),
      },
      ...(at.path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: at.path }] }),
    },
  ],
})
