import { listOf, mapOf } from "../../container/parameters.ts"
import { container, rows, tag, template } from "../build.ts"
import { parameterPath, quote } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Tables by the columns their rows must have. */
const columns: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "tag gaawe": { eventSettingsTable: ["parameter", "parameterValue"], eventParameters: ["name", "value"], userProperties: ["name", "value"] },
  "tag googtag": { configSettingsTable: ["parameter", "parameterValue"], eventSettingsTable: ["parameter", "parameterValue"] },
  "tag gaawc": { fieldsToSet: ["name", "value"] },
  "variable gtes": { eventSettingsTable: ["parameter", "parameterValue"] },
  "variable gtcs": { configSettingsTable: ["parameter", "parameterValue"] },
  "variable smm": { map: ["key", "value"] },
  "variable remm": { map: ["key", "value"] },
}

export const rule: Rule = {
  severity: "error",
  title: "A table's rows have other columns than the field has",
  why: "Each table has its own column names; rows with the wrong ones (name/value in eventSettingsTable, fieldName in fieldsToSet) are refused or lost.",
  fix: "Use the columns that the message names.",
  bad: () => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["name", "value"], { a: "1" })])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], { a: "1" })])] }),
  *check({ entities }) {
    for (const { kind, type, name, path, parameters } of entities)
      for (const [key, expected] of Object.entries(columns[`${kind} ${type}`] ?? {})) {
        const keys = new Set(listOf(parameters.find((parameter) => parameter.key === key)).flatMap((row) => mapOf(row).map((cell) => cell.key ?? "")))
        const wrong = [...keys].filter((column) => !expected.includes(column))
        // A row may lack a column whose cell is empty; a column that the table does not have is the mistake.
        if (wrong.length > 0 && !expected.some((column) => keys.has(column)))
          yield { path: parameterPath(path, parameters, key), message: `${kind} ${quote(name)}: rows of ${key} have ${wrong.map(quote).join(", ")} instead of ${expected.map(quote).join(", ")}` }
      }
  },
}
