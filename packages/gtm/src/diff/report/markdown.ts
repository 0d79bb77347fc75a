import type { Difference } from "../compare.ts"
import { rowsOf, summary } from "./rows.ts"

/** For pull requests and change records. */
export const diffMarkdown = (differences: readonly Difference[], { before, after }: { before: string; after: string }): string => {
  const rows = rowsOf(differences)
  const head = [`# ${code(before)} → ${code(after)}`, "", summary(rows), ""]
  if (rows.length === 0) return head.join("\n")
  const table = rows.map((row) => `| ${row.kind} | ${cell(row.entity)} | ${row.path === "" ? "" : code(row.path)} | ${cell(row.before)} | ${cell(row.after)} |`)
  return [...head, "| | Entity | What | Before | After |", "| --- | --- | --- | --- | --- |", ...table, ""].join("\n")
}

const code = (text: string): string => `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``
/** Nothing in a container may become markup of the report. */
export const cell = (text: string): string =>
  text.replaceAll("\\", "\\\\").replace(/[|*_`[\]<>~#]/g, "\\$&").replaceAll("\r", "").replaceAll("\n", "<br>")
