import type { Difference } from "../compare.ts"
import { rowsOf, summary } from "./rows.ts"

const marks: Record<Difference["kind"], string> = { added: "+", removed: "-", renamed: "»", changed: "~" }

/** For the terminal: one heading per entity, its changes below. */
export const diffText = (differences: readonly Difference[]): string => {
  const rows = rowsOf(differences)
  const lines = [...Map.groupBy(rows, ({ kind, entity }) => `${marks[kind]} ${entity}`)].flatMap(([heading, changes]) => [
    heading,
    ...changes.flatMap(({ path, before, after }) => (path === "" ? [] : [`    ${path}`, ...indent("- ", before), ...indent("+ ", after)])),
  ])
  return [...lines, summary(rows), ""].join("\n")
}

const indent = (mark: string, text: string): string[] => (text === "" ? [] : text.split("\n")).map((line) => `      ${mark}${line}`)
