import type { Kit } from "./kit.ts"

/** A page that is wrong is wrong a thousand times: the first ones tell. */
const MAX_PROBLEMS = 100

/** Problems are kept for inspection, and told on the console outside production. */
export const reporting = (talk: boolean | undefined): Pick<Kit, "_report" | "_problems" | "_safe"> => {
  const problems: Kit["_problems"] = []
  const report: Kit["_report"] = (code, event, detail) => {
    if (problems.length >= MAX_PROBLEMS) return
    problems.push({ code, ...(event && { event }), ...(detail && { detail }) })
    if (talk) console.warn(`[tagwright] ${[event, code, detail].filter(Boolean).join(": ")}`)
  }
  return {
    _report: report,
    _problems: problems,
    _safe:
      (work) =>
      (...args) => {
        try {
          return work(...args)
        } catch (error) {
          report("the tracking kit failed here", undefined, error instanceof Error ? error.name : typeof error)
          return undefined
        }
      },
  }
}
