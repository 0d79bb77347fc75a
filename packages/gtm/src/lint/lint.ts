import type { Finding, Severity } from "@tagwright/formats"
import type { ReadExport } from "../export/read.ts"
import type { Entity } from "./entity.ts"
import { buildModel, type FindPersonalData, type Model } from "./model.ts"
import type { Breach, Rule } from "./rule.ts"
import { type RuleCode, rules } from "./rules.ts"

export interface LintFinding extends Finding<RuleCode> {
  /** Which entity it is about, for baselines that survive other edits: kind and name. */
  args: { entity: string }
}

interface Options {
  findPersonalData?: FindPersonalData
}

/** Checks an export against every rule: errors first as they stand in the file, then the rest. */
export const lint = (read: ReadExport, options: Options = {}): LintFinding[] => {
  const model = buildModel(read.export, { ...options, problems: read.problems })
  const owners = new Map(model.entities.map((entity) => [`${entity.path[1]} ${entity.path[2]}`, entity]))
  const found = breachesOf(model).map(({ code, rule, breach }) => toFinding({ code, rule, breach: milder(model, rule, breach) }, owners.get(`${breach.path[1]} ${breach.path[2]}`), read))
  return found.sort(byPlace)
}

/** Every breach in a container, with its rule. */
export const breachesOf = (model: Model): RuleBreach[] =>
  codes.flatMap((code) => {
    const rule: Rule = rules[code]
    return [...rule.check(model)].map((breach) => ({ code, rule, breach }))
  })

const isCode = (code: string): code is RuleCode => Object.hasOwn(rules, code)
export const codes: readonly RuleCode[] = Object.keys(rules).filter(isCode)

interface RuleBreach {
  code: RuleCode
  rule: Rule
  breach: Breach
}
const toFinding = ({ code, rule, breach }: RuleBreach, owner: Entity | undefined, read: ReadExport): LintFinding => ({
  code,
  severity: breach.severity ?? rule.severity,
  message: breach.message,
  at: read.locate(breach.path),
  args: { entity: owner ? `${owner.kind} ${owner.name}` : "container" },
  help: breach.help ?? rule.fix,
})

/** What is certain about web and server containers is only likely about kinds that we know from the API's documentation. */
const milder = (model: Model, rule: Rule, breach: Breach): Breach =>
  model.kind === "web" || model.kind === "server" || (breach.severity ?? rule.severity) !== "error" ? breach : { ...breach, severity: "warning" }

const weight: Record<Severity, number> = { error: 0, warning: 1, info: 2 }
const byPlace = (a: LintFinding, b: LintFinding): number => weight[a.severity] - weight[b.severity] || (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0)
