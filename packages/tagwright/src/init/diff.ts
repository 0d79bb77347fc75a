import { structuredPatch } from "diff"

/** Lines shown before and behind a change: enough to find the place. */
const CONTEXT = 3

/** A unified diff, without file names: `-` goes, `+` comes, a space stays, `@@` says where. A new file is all `+`. */
export const diffLines = (before: string, after: string): string => {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: CONTEXT })
  return hunks.flatMap(({ newStart, lines }) => [...(before === "" ? [] : [`@@ line ${newStart}`]), ...lines.filter((line) => !line.startsWith("\\"))]).join("\n")
}
