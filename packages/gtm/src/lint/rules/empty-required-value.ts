import { container, tag, template, variable } from "../build.ts"
import { parameterPath, quote } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Fields that Tag Manager does not let anyone save empty. */
const required: Readonly<Record<string, string>> = {
  "variable c": "value",
  "variable v": "name",
  "variable jsm": "javascript",
  "variable k": "name",
  "variable ed": "keyPath",
  "variable rh": "headerName",
  "tag gaawe": "eventName",
  "tag googtag": "tagId",
  "tag html": "html",
  "tag img": "url",
}

export const rule: Rule = {
  severity: "error",
  title: "A required field is empty",
  why: "The import is refused: “The value must not be empty”.",
  fix: "Fill the field, or remove the entity. A placeholder must look valid, e.g. G-XXXXXXXXXX.",
  bad: () => container("WEB", { variable: [variable(1, "a", "c", [template("value", "")])] }),
  good: () => container("WEB", { variable: [variable(1, "a", "c", [template("value", "x")])], tag: [tag(2, "b", "html", [template("html", "<p></p>")])] }),
  *check({ entities }) {
    for (const { kind, type, name, path, parameters } of entities) {
      const key = required[`${kind} ${type}`]
      const parameter = key === undefined ? undefined : parameters.find((candidate) => candidate.key === key)
      // A field that is left out altogether is reported where we are certain that it must be there, by other rules.
      if (key && parameter && "value" in parameter && parameter.value?.trim() === "") yield { path: parameterPath(path, parameters, key), message: `${kind} ${quote(name)} has an empty ${key}` }
    }
  },
}
