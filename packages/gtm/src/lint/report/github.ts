import { type Finding, placeText, type Severity } from "@tagwright/formats"
import type { FileReport } from "./report.ts"

const commands: Record<Severity, string> = { error: "error", warning: "warning", info: "notice" }

/** GitHub shows ten annotations of a kind in a step and drops the others without a word. */
const mostOfAKind = 10

/** Workflow commands: GitHub shows each at its line in the pull request. What it would drop stands in the log as plain lines. */
export const github = (files: readonly FileReport[]): string => {
  const left: Record<Severity, number> = { error: mostOfAKind, warning: mostOfAKind, info: mostOfAKind }
  const lines = files.flatMap(({ findings }) => findings.map((finding) => (left[finding.severity]-- > 0 ? command(finding) : plain(finding))))
  const dropped = Object.values(left).reduce((sum, one) => sum + Math.max(0, -one), 0)
  return lines.join("") + (dropped === 0 ? "" : `${dropped} more findings stand above without annotation: GitHub shows ${mostOfAKind} of a kind\n`)
}

const plain = ({ code, severity, message, at, help }: Finding): string => `${placeText(at)} ${severity} ${data(`${message}. ${help}`)} [${code}]\n`

const command = ({ code, severity, message, at, help }: Finding): string => {
  const place = Object.entries({ file: at.file, line: at.line, col: at.column, title: code }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]))
  return `::${commands[severity]} ${place.join(",")}::${data(`${message}. ${help}`)}\n`
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
