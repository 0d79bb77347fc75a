import type { Decision, GateDecision } from "@tagwright/formats"
import { escapeHtml } from "./report/html.ts"

const blocks = (gate: GateDecision): boolean => gate.verdict === "fail" || gate.verdict === "error"

const caseOf = (gate: GateDecision): string => {
  const name = escapeHtml(`${gate.id} ${gate.title}`)
  const text = escapeHtml(gate.findings.map(({ code, message, help }) => `${message} (${code})\n  ${help}`).join("\n"))
  const open = `    <testcase classname="tagwright.gates" name="${name}"`
  if (gate.verdict === "pass") return `${open}/>`
  if (!blocks(gate)) return `${open}><skipped message="${gate.verdict}"/></testcase>`
  const element = gate.verdict === "fail" ? "failure" : "error"
  return `${open}>\n      <${element} message="${escapeHtml(gate.findings[0]?.message ?? gate.summary)}">${text}</${element}>\n    </testcase>`
}

/** `junit.xml`: a test case per gate, as every CI server shows them. */
export const junitText = ({ gates }: Decision): string => {
  const count = (verdicts: readonly string[]) => gates.filter(({ verdict }) => verdicts.includes(verdict)).length
  const totals = `tests="${gates.length}" failures="${count(["fail"])}" errors="${count(["error"])}" skipped="${count(["not applicable"])}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n  <testsuite name="Tagwright gates" ${totals}>\n${gates.map(caseOf).join("\n")}\n  </testsuite>\n</testsuites>\n`
}

/** `summary.json`: what a script asks first. */
export const summaryText = (decision: Decision): string => {
  const { verdict, required, gates, evidenceDigest, bundleDigest } = decision
  const codes = gates.flatMap(({ id, findings }) => findings.map(({ code }) => ({ gate: id, code })))
  const counted = [...Map.groupBy(codes, ({ gate, code }) => `${gate} ${code}`).values()].flatMap((same) => same.slice(0, 1).map((one) => ({ ...one, findings: same.length })))
  return `${JSON.stringify({ version: 1, verdict, required, evidenceDigest, bundleDigest, gates: Object.fromEntries(gates.map((gate) => [gate.id, gate.verdict])), codes: counted }, null, 2)}\n`
}
