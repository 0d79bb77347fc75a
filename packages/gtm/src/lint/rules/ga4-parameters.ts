import { rowsOf } from "../../container/parameters.ts"
import { container, rows, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

/** GA4 help, "Event collection limits". */
const maxParameters = 25
const maxLength = 40
const event = (parameters: Record<string, string>) =>
  container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], parameters)])] })

export const rule: Rule = {
  severity: "warning",
  title: "A GA4 event has parameters that GA4 does not take well",
  why: "GA4 keeps 25 parameters of an event and 40 characters of a name, and drops names with other characters.",
  fix: "Use snake_case names, at most 40 characters, and at most 25 of them.",
  bad: () => event({ "Form ID": "x" }),
  good: () => event({ form_id: "x" }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model)) {
      if (one.type !== "gaawe") continue
      for (const table of ["eventSettingsTable", "eventParameters"] as const) {
        const names = rowsOf(one.parameter, table).map((row) => row["parameter"] ?? row["name"] ?? "").filter((name) => name !== "" && !name.includes("{{"))
        const at = parameterPath(path, one.parameter, table)
        if (names.length > maxParameters) yield { path: at, message: `tag ${quote(one.name)} sends ${names.length} parameters` }
        for (const name of names)
          if (!/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) || name.length > maxLength) yield { path: at, message: `tag ${quote(one.name)} sends a parameter named ${quote(name)}` }
      }
    }
  },
}
