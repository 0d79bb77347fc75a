import type { JsonPath } from "../../export/json-tree.ts"
import { container, tag } from "../build.ts"
import { quote, tagsOf, variablesOf } from "../look.ts"
import type { Breach, Rule } from "../rule.ts"

const firing = ["ONCE_PER_EVENT", "ONCE_PER_LOAD", "UNLIMITED"]
const consent = ["NOT_SET", "NOT_NEEDED", "NEEDED"]
const letters = ["LOWERCASE", "UPPERCASE", "NONE"]

export const rule: Rule = {
  severity: "error",
  title: "An option has a value that Tag Manager does not have",
  why: "Firing options, consent settings and letter case are closed lists in capital letters; lowerCamel values come from the API and are refused in an import.",
  fix: "Use the spelling that Tag Manager exports.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { consentSettings: Object.assign({ consentStatus: "NEEDED" as const }, { consentStatus: "needed" }) })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { consentSettings: { consentStatus: "NOT_NEEDED" } })] }),
  *check(model) {
    for (const { tag: { tagFiringOption, consentSettings }, path } of tagsOf(model)) {
      yield* oneOf(firing, tagFiringOption, [...path, "tagFiringOption"])
      yield* oneOf(consent, consentSettings?.consentStatus, [...path, "consentSettings", "consentStatus"])
    }
    for (const { variable, path } of variablesOf(model)) yield* oneOf(letters, variable.formatValue?.caseConversionType, [...path, "formatValue", "caseConversionType"])
  },
}

function* oneOf(known: readonly string[], value: string | undefined, path: JsonPath): Iterable<Breach> {
  if (value === undefined || known.includes(value)) return
  const capital = value.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()
  // Capital letters may be an option that Google added after this was written.
  yield { path, message: `${String(path.at(-1))} has the unknown value ${quote(value)}`, ...(capital === value ? { severity: "warning" } : { help: `Write ${capital}.` }) }
}
