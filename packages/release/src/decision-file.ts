import { readFileSync } from "node:fs"
import { rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Decision, Verdict } from "@tagwright/formats"
import { junitText, summaryText } from "./ci-summaries.ts"
import { complianceText } from "./compliance/answers.ts"

const DECISION_FILE = "decision.json"

const put = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

/** Puts `decision.json` beside the evidence it judges, with `summary.json`, `junit.xml` and `compliance.md` for machines and files. */
export const writeDecision = async (evidenceDir: string, decision: Decision): Promise<string> => {
  const path = join(evidenceDir, DECISION_FILE)
  await put(join(evidenceDir, "summary.json"), summaryText(decision))
  await put(join(evidenceDir, "junit.xml"), junitText(decision))
  await put(join(evidenceDir, "compliance.md"), complianceText(decision))
  await put(path, `${JSON.stringify(decision, null, 2)}\n`)
  return path
}

const isDecision = (value: unknown): value is Decision =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "gates" in value && Array.isArray(value.gates) && "evidenceDigest" in value

/** The decision beside the evidence; undefined when nobody has judged it yet. */
export const readDecision = (evidenceDir: string): Decision | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(join(evidenceDir, DECISION_FILE), "utf8"))
    return isDecision(value) ? value : undefined
  } catch {
    return undefined
  }
}

const marks: Record<Verdict, string> = { pass: "✓", fail: "✗", error: "!", "not applicable": "–" }
/** Findings shown per gate; the report has them all. */
const SHOWN = 3

/** A decision for a terminal: failing gates first, with their reasons. */
export const describeDecision = ({ verdict, gates, required }: Decision): string => {
  const bad = gates.filter((gate) => gate.verdict === "fail" || gate.verdict === "error")
  const rest = gates.filter((gate) => !bad.includes(gate))
  const line = (gate: Decision["gates"][number]) => `${marks[gate.verdict]} ${gate.id} ${gate.title}: ${gate.verdict}${required.includes(gate.id) ? "" : " (not required)"}\n`
  const reasons = (gate: Decision["gates"][number]) =>
    gate.findings.slice(0, SHOWN).map(({ code, message, help }) => `    ${message} (${code})\n      ${help}\n`).join("") +
    (gate.findings.length > SHOWN ? `    … and ${gate.findings.length - SHOWN} more\n` : "")
  return `${bad.map((gate) => line(gate) + reasons(gate)).join("")}${rest.map(line).join("")}verdict: ${verdict}\n`
}
