import { type Finding, type Plan, planSchema } from "@tagwright/formats"
import type { z } from "zod"
import type { PlanPath, PlanSource } from "../read/source.ts"
import { nearest } from "./rule.ts"

/** The shape of a plan: either a plan with its defaults, or what is wrong with it. */
export const readShape = (source: PlanSource): { plan: Plan; findings: [] } | { plan: undefined; findings: Finding[] } => {
  const result = planSchema.safeParse(source.value, { reportInput: true })
  if (result.success) return { plan: result.data, findings: [] }
  const findings = result.error.issues.flatMap((issue) => fromIssue(issue, [], source))
  return { plan: undefined, findings: findings.sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0)) }
}

type Issue = z.core.$ZodIssue

const fromIssue = (issue: Issue, base: PlanPath, source: PlanSource): Finding[] => {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))]
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path, source))
  if (issue.code === "invalid_key") return issue.issues.flatMap((inner) => fromIssue({ ...inner, path: [] }, path, source))
  if (issue.code === "invalid_union" && issue.errors.length > 0) return closest(issue.errors).flatMap((inner) => fromIssue(inner, path, source))
  return [finding(codeOf(issue), sentence(issue), helpFor(issue), path, source)]
}

/** Of a union's branches, the one that fits best: whose own key is there, then with the fewest complaints. */
const closest = (branches: Issue[][]): Issue[] => {
  const weight = (issues: Issue[]) => issues.reduce((sum, issue) => sum + (missing(issue) ? 10 : issue.code === "unrecognized_keys" ? 10 : 1 / (1 + issue.path.length)), 0)
  return branches.toSorted((a, b) => weight(a) - weight(b))[0] ?? []
}

const missing = (issue: Issue) => issue.code === "invalid_type" && issue.input === undefined

const codeOf = (issue: Issue) => (missing(issue) ? "plan-key-missing" : issue.code === "invalid_type" ? "plan-wrong-type" : "plan-invalid-value")

const sentence = (issue: Issue): string => {
  if (missing(issue)) return `"${String(issue.path.at(-1) ?? "plan")}" is missing`
  if (issue.code === "invalid_type") return `"${String(issue.path.at(-1) ?? "plan")}" is of the wrong type`
  return issue.message.replace(/^Invalid (string: )?/, "not valid: ").replace(/\.$/, "")
}

const helpFor = (issue: Issue): string => {
  if (issue.code === "invalid_type") return `Write ${article(issue.expected)}`
  if (issue.code === "invalid_value") return `Use one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`
  return "See tagwright schema, or the plan reference in docs/plan.md"
}

const article = (expected: string): string => (expected === "record" || expected === "object" ? "an object { … }" : expected === "array" ? "a list [ … ]" : `a ${expected}`)

const unknownKey = (key: string, path: PlanPath, source: PlanSource): Finding => {
  const near = nearest(key, siblings(path))
  const help = near === undefined ? "Remove it, or see tagwright schema for what may stand here" : `Did you mean "${near}"?`
  return finding("plan-unknown-key", `"${key}" is not known here`, help, [...path, key], source)
}

const finding = (code: string, message: string, help: string, path: PlanPath, source: PlanSource): Finding => ({
  code,
  severity: "error",
  message,
  at: source.locate(path),
  args: {},
  help,
})

/** The keys that the schema allows at a path, read from its JSON Schema form. */
const siblings = (path: PlanPath): string[] => {
  let options: unknown[] = [jsonSchema()]
  for (const part of path) options = options.flatMap((schema) => step(schema, part))
  return options.flatMap((schema) => alternatives(schema).flatMap((one) => Object.keys(field(one, "properties"))))
}

let cached: unknown
const jsonSchema = (): unknown => (cached ??= planSchema.toJSONSchema({ io: "input" }))

const field = (schema: unknown, name: string): Record<string, unknown> => {
  const value: unknown = typeof schema === "object" && schema !== null ? Object.entries(schema).find(([key]) => key === name)?.[1] : undefined
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

const alternatives = (schema: unknown): unknown[] => {
  const inner = [...Object.values(field(schema, "anyOf")), ...Object.values(field(schema, "oneOf"))]
  return inner.length === 0 ? [schema] : inner.flatMap(alternatives)
}

const step = (schema: unknown, part: string | number): unknown[] =>
  alternatives(schema).flatMap((one) => {
    if (typeof part === "number") return [field(one, "items")]
    const named = field(one, "properties")[part]
    return named === undefined ? [field(one, "additionalProperties")] : [named]
  })
