import { rowsOf, valueOf } from "../../container/parameters.ts"
import { container, rows, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Names under which personal data travels. Hashes are personal data too, but vendors ask for them. */
const personal = /^(?:user_?)?(?:e_?mail(?:_?address)?|phone(?:_?number)?|mobile|first_?name|last_?name|full_?name|surname|street(?:_?address)?|birth_?(?:day|date)|ip(?:_?address)?|iban|password)$/i
const tables = ["eventSettingsTable", "eventParameters", "userProperties", "configSettingsTable", "fieldsToSet"] as const
const event = (parameters: Record<string, string>) =>
  container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", "x"), template("measurementIdOverride", "G-AAAA000000"), rows("eventSettingsTable", ["parameter", "parameterValue"], parameters)])] })

export const rule: Rule = {
  severity: "warning",
  title: "A tag sends a parameter that is personal data by its name",
  why: "Google's terms forbid sending personal data to Analytics, and the visitor never agreed to it.",
  fix: "Remove the parameter. For enhanced conversions use the user-provided data variable, with consent.",
  bad: () => event({ email: "{{dlv.email}}" }),
  good: () => event({ form_id: "{{dlv.form_id}}" }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model))
      for (const table of tables)
        for (const row of rowsOf(one.parameter, table)) {
          const name = row["parameter"] ?? row["name"] ?? ""
          if (personal.test(name) && valueOf(one.parameter, "eventName") !== "") yield { path: parameterPath(path, one.parameter, table), message: `tag ${quote(one.name)} sends ${quote(name)}` }
        }
  },
}
