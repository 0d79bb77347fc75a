import type { Finding, Severity } from "@tagwright/formats"
import type { FileReport } from "./report.ts"

const commands: Record<Severity, string> = { error: "error", warning: "warning", info: "notice" }

/** Workflow commands: GitHub shows each at its line in the pull request. */
export const github = (files: readonly FileReport[]): string => files.flatMap(({ findings }) => findings.map(command)).join("")

const command = ({ code, severity, message, at, help }: Finding): string => {
  const place = Object.entries({ file: at.file, line: at.line, col: at.column, title: code }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]))
  return `::${commands[severity]} ${place.join(",")}::${data(`${message}. ${help}`)}\n`
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
