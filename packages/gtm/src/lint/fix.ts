import { applyEdits } from "../export/edit.ts"
import { readExport, writeExportAsFound } from "../export/read.ts"
import { breachesOf } from "./lint.ts"
import { buildModel } from "./model.ts"

export interface Fixed {
  text: string
  /** What was changed, in the words of the findings. */
  changes: string[]
}

/** What one removal makes unused is removed in the next round; a chain longer than this is left to a second call. */
const maxRounds = 20

/** Makes every change that is safe: removes what nothing uses, enables built-ins that are used. All other bytes stay. */
export const fixExport = (text: string, { file }: { file: string }): Fixed => {
  const changes: string[] = []
  for (let round = 0; round < maxRounds; round++) {
    const { export: container, document, problems } = readExport(text, { file })
    const fixable = breachesOf(buildModel(container, { problems })).filter(({ breach }) => (breach.edits ?? []).length > 0)
    if (fixable.length === 0) break
    applyEdits(document.root, fixable.flatMap(({ breach }) => breach.edits ?? []))
    changes.push(...fixable.map(({ breach }) => breach.message))
    text = writeExportAsFound(document)
  }
  return { text, changes }
}
