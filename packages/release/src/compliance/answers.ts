import type { Decision, GateId } from "@tagwright/formats"
import { checklist, type ChecklistLine } from "./checklist.ts"

export interface ChecklistAnswer {
  id: string
  asks: string
  by: readonly string[]
  /** holds: looked at, nothing found · broken: found · open: not shown, or waits for a person */
  answer: "holds" | "broken" | "open"
  /** What was looked at and found, or whose word is awaited */
  ground: string
  /** The gate whose verdict it stands on; none: a person's word */
  gate?: GateId
  /** Lines of the evidence */
  records: number[]
}

const matches = (code: string, pattern: string): boolean => (pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : code === pattern)

const answerOf = (id: string, line: ChecklistLine, decision: Decision): ChecklistAnswer => {
  if ("attest" in line) return { id, asks: line.asks, by: line.by, records: [], answer: "open", ground: `a person's word: ${line.attest} attests it by signing` }
  const base = { id, asks: line.asks, by: line.by, gate: line.gate, records: [] }
  const gate = decision.gates.find((one) => one.id === line.gate)
  if (gate === undefined) return { ...base, answer: "open", ground: `${line.gate} was not judged` }
  const found = gate.findings.filter(({ code }) => line.codes.some((pattern) => matches(code, pattern)))
  if (found.length > 0) {
    const shown = found.some(({ records }) => records.length > 0)
    return { ...base, answer: shown ? "broken" : "open", ground: [...new Set(found.map(({ message }) => message))].join("; "), records: found.flatMap(({ records }) => records) }
  }
  // A gate that could not look has shown nothing, whatever the code.
  return gate.verdict === "error" ? { ...base, answer: "open", ground: `${line.gate} could not be judged` } : { ...base, answer: "holds", ground: line.looked }
}

/** The checklist, answered from a decision. */
export const answerChecklist = (decision: Decision): ChecklistAnswer[] => Object.entries(checklist).map(([id, line]) => answerOf(id, line, decision))

const marks: Record<ChecklistAnswer["answer"], string> = { holds: "[x]", broken: "[ ] **broken**", open: "[ ]" }

/** `compliance.md`: the checklist for people's files. */
export const complianceText = (decision: Decision): string => {
  const answers = answerChecklist(decision)
  const count = (answer: ChecklistAnswer["answer"]) => answers.filter((one) => one.answer === answer).length
  const lines = answers.map(({ id, asks, by, answer, ground, gate }) => `- ${marks[answer]} ${id} ${asks} (${by.join(", ")})  \n  ${gate === undefined ? "" : `${gate}: `}${ground}`)
  return `# Compliance checklist

${count("holds")} hold, ${count("broken")} broken, ${count("open")} open. Evidence \`${decision.evidenceDigest}\`.

A line that a machine can look at was looked at; the others wait for the signature of the role named. This is no legal advice.

${lines.join("\n")}
`
}
