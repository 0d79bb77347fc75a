import type { Decision, GateFinding, GateId } from "@tagwright/formats"

/** GitHub shows ten errors of a step and drops the others without a word. */
const SHOWN = 10

/** How workflow commands spell what would end them (GitHub, "Workflow commands"). */
const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

interface Told extends GateFinding {
  gate: GateId
  required: boolean
}

/** What a release stands still for first, then the rest; of every code one before the second of any. */
const worst = ({ gates, required }: Decision): Told[] => {
  const all = gates.flatMap(({ id, verdict, findings }) => (verdict === "fail" || verdict === "error" ? findings.map((finding) => ({ ...finding, gate: id, required: required.includes(id) })) : []))
  const ranked = [...Map.groupBy(all, ({ gate, code }) => `${gate} ${code}`).values()].flatMap((same) => same.map((finding, rank) => ({ finding, rank })))
  return ranked.toSorted((a, b) => Number(b.finding.required) - Number(a.finding.required) || a.rank - b.rank).map(({ finding }) => finding)
}

/** The worst findings as GitHub's workflow commands, one a line; they stand at `file`, the plan. */
export const annotationsText = (decision: Decision, file: string): string => {
  const findings = worst(decision)
  const lines = findings.slice(0, SHOWN).map(({ gate, code, message, help, required }) => `::${required ? "error" : "warning"} file=${property(file)},title=${property(`${gate} ${code}`)}::${data(`${message}\n${help}`)}`)
  return lines.map((line) => `${line}\n`).join("")
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")
const marks: Record<Decision["gates"][number]["verdict"], string> = { pass: "✅", fail: "❌", error: "❌", "not applicable": "–" }
/** Findings of one gate in the table; the report has them all. */
const LISTED = 5

/** A decision as Markdown: for `$GITHUB_STEP_SUMMARY`, a merge request's comment, or a mail. */
export const decisionMarkdown = ({ verdict, required, gates, evidenceDigest }: Decision): string => {
  const rows = gates.map(({ id, title, verdict: one, summary }) => `| ${marks[one]} | ${id} | ${cell(title)}${required.includes(id) ? "" : " (not required)"} | ${one} | ${cell(summary)} |`)
  const reasons = gates.flatMap(({ id, title, verdict: one, findings }) =>
    one !== "fail" && one !== "error" ? [] : ["", `### ${id} ${title}`, "", ...findings.slice(0, LISTED).map(({ code, message, help }) => `- **${cell(message)}** (\`${code}\`)  \n  ${cell(help)}`), ...(findings.length > LISTED ? [`- and ${findings.length - LISTED} more`] : [])],
  )
  return `${[`## Tracking: ${verdict === "pass" ? "ready to release" : "not ready to release"}`, "", "| | gate | | verdict | looked at |", "|---|---|---|---|---|", ...rows, ...reasons, "", `Evidence \`${evidenceDigest.slice(0, 12)}\``].join("\n")}\n`
}
