import type { Parameter } from "@tagwright/formats"
import { container, dlv } from "../build.ts"
import { parameterPath, quote } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Fields whose type is certain because every real export agrees and imports were seen to fail on another. */
const typed: Readonly<Record<string, { key: string; type: Parameter["type"] }[]>> = {
  "variable v": [{ key: "dataLayerVersion", type: "INTEGER" }],
  "tag gaawe": [{ key: "eventSettingsTable", type: "LIST" }, { key: "userProperties", type: "LIST" }],
  "tag googtag": [{ key: "configSettingsTable", type: "LIST" }, { key: "eventSettingsTable", type: "LIST" }],
  "variable smm": [{ key: "map", type: "LIST" }],
  "variable remm": [{ key: "map", type: "LIST" }],
}

export const rule: Rule = {
  severity: "error",
  title: "A field has another parameter type than it must have",
  why: "Types are checked on import; dataLayerVersion as TEMPLATE, for one, makes it fail.",
  fix: "Use the type that the message names.",
  bad: () => container("WEB", { variable: [{ ...dlv(1, "a", "x"), parameter: [{ type: "TEMPLATE", key: "dataLayerVersion", value: "2" }, { type: "TEMPLATE", key: "name", value: "x" }] }] }),
  good: () => container("WEB", { variable: [dlv(1, "a", "x")] }),
  *check({ entities }) {
    for (const { kind, type, name, path, parameters } of entities)
      for (const { key, type: expected } of typed[`${kind} ${type}`] ?? []) {
        const found = parameters.find((parameter) => parameter.key === key)
        if (found && found.type !== expected) yield { path: parameterPath(path, parameters, key), message: `${kind} ${quote(name)} has ${key} as ${found.type} instead of ${expected}` }
      }
  },
}
