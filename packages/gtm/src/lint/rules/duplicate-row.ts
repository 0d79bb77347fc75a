import { rowsOf } from "../../container/parameters.ts"
import { container, tag, template, variable } from "../build.ts"
import type { Parameter } from "@tagwright/formats"
import { parameterPath, quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const tables: readonly (readonly [type: string, table: string, column: string])[] = [
  ["tag gaawe", "eventSettingsTable", "parameter"],
  ["tag gaawe", "eventParameters", "name"],
  ["tag googtag", "configSettingsTable", "parameter"],
  ["variable smm", "map", "key"],
  ["variable remm", "map", "key"],
]
const row = (key: string, value: string): Parameter => ({ type: "MAP", map: [template("key", key), template("value", value)] })
const lookup = (...keys: string[]) =>
  container("WEB", { tag: [tag(1, "t", "html", [template("html", "{{a}}")])], variable: [variable(2, "a", "smm", [template("input", "{{_event}}"), { type: "LIST", key: "map", list: keys.map((key) => row(key, key)) }])] })

export const rule: Rule = {
  severity: "warning",
  title: "A table has the same entry twice",
  why: "In a lookup table the first row wins and the second never matters; in a parameter table the last one overwrites the first.",
  fix: "Remove the row that was not meant.",
  bad: () => lookup("x", "x"),
  good: () => lookup("x", "y"),
  *check({ entities }) {
    for (const { kind, type, name, path, parameters } of entities)
      for (const [of, table, column] of tables) {
        if (of !== `${kind} ${type}`) continue
        const keys = rowsOf(parameters, table).map((cells) => cells[column] ?? "")
        const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index))
        for (const key of twice) yield { path: parameterPath(path, parameters, table), message: `${kind} ${quote(name)} has ${quote(key)} more than once` }
      }
  },
}
