import { engineNames, type QaResult } from "@tagwright/qa"

const named = (engine: { name: string; version?: string }): string => (engine.version === undefined ? engine.name : `${engine.name} ${engine.version}`)

/** What a run of `tagwright qa` says at its end: what was seen, in which browsers, what was left out, and what to do next. */
export const qaText = ({ summary, evidence, digest }: QaResult): string => {
  const { steps, expectations, elements, personalData, browsers, notRun } = summary
  const further = engineNames.filter((engine) => ![...browsers, ...notRun].some(({ name }) => name === engine))
  return [
    `steps: ${steps.done} done, ${steps.failed} failed, ${steps.inconclusive} inconclusive`,
    `expectations: ${expectations.met} met, ${expectations.missing} missing, ${expectations.different} different, ${expectations.unexpected} unexpected`,
    `elements: ${elements.measured} measured and ${elements.waived} excused of ${elements.total}; personal data: ${personalData}`,
    `browsers: ${browsers.map(named).join(", ")}${further.length === 0 ? "" : `; not asked for: ${further.join(", ")} (--browser ${engineNames.join(",")})`}`,
    ...notRun.map(({ name, reason }) => `not run: ${name}. ${reason}`),
    `evidence ${evidence}`,
    `digest ${digest}`,
    "next: tagwright judge (the verdict, and the report to look at)",
  ]
    .map((line) => `${line}\n`)
    .join("")
}

/** How much of a run is not as planned, an engine that was asked for and is not there included. */
export const openIn = ({ summary: { steps, expectations, personalData, notRun } }: QaResult): number =>
  steps.failed + steps.inconclusive + expectations.missing + expectations.different + expectations.unexpected + personalData + notRun.length
