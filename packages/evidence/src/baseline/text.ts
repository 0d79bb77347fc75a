import { profileSections } from "./profile.ts"
import type { Acceptance, Regression, weigh } from "./regressions.ts"

type Weighed = ReturnType<typeof weigh>
const signs: Record<Regression["change"], string> = { added: "+", removed: "-", changed: "~" }
const bare = ({ section, name }: Regression): string => name.slice(section.length + 2)

const changeLines = (regression: Regression): string[] => [
  `  ${signs[regression.change]} ${bare(regression)}`,
  ...(regression.before === undefined ? [] : [`      was  ${regression.before}`]),
  ...(regression.after === undefined ? [] : [`      is   ${regression.after}`]),
]

const idleText = ({ name, by }: Acceptance): string => `  ${name} (accepted by ${by}) is not there any more; take it out of the file`

/** For a terminal: what nobody accepted first. */
export const regressionText = ({ open, accepted, idle }: Weighed): string => {
  const sections = profileSections.flatMap((section) => {
    const own = open.filter((one) => one.section === section)
    return own.length === 0 ? [] : [`${section}: ${own.length} changed`, ...own.flatMap(changeLines)]
  })
  const lines = [
    ...(open.length === 0 ? [accepted.length === 0 ? "nothing changed since the baseline" : "every change is accepted"] : sections),
    ...(accepted.length === 0 ? [] : ["", "accepted:", ...accepted.map(({ regression, acceptance }) => `  ${signs[regression.change]} ${regression.name}: ${acceptance.reason} (${acceptance.by}, ${acceptance.on})`)]),
    ...(idle.length === 0 ? [] : ["", "idle acceptances:", ...idle.map(idleText)]),
  ]
  return `${lines.join("\n")}\n`
}

const cell = (text: string | undefined): string => (text === undefined ? "" : `\`${text.replaceAll("|", "\\|").replaceAll("`", "'")}\``)
const words: Record<Regression["change"], string> = { added: "new", removed: "gone", changed: "changed" }

/** For a pull request's comment or a job's summary. */
export const regressionMarkdown = (name: string, { open, accepted }: Weighed): string => {
  const table = (all: readonly Regression[]) => ["| | what | was | is |", "|---|---|---|---|", ...all.map((one) => `| ${words[one.change]} | ${cell(bare(one))} | ${cell(one.before)} | ${cell(one.after)} |`)]
  const sections = profileSections.flatMap((section) => {
    const own = open.filter((one) => one.section === section)
    return own.length === 0 ? [] : ["", `### ${section}`, "", ...table(own)]
  })
  return `${[
    `## Tracking compared with \`${name}\``,
    "",
    open.length === 0 ? `Nothing changed that nobody accepted${accepted.length === 0 ? "" : `; ${accepted.length} accepted`}.` : `**${open.length} changed**, ${accepted.length} accepted.`,
    ...sections,
    ...(accepted.length === 0 ? [] : ["", "### accepted", "", "| what | reason | by |", "|---|---|---|", ...accepted.map(({ regression, acceptance }) => `| ${cell(regression.name)} | ${acceptance.reason} | ${acceptance.by}, ${acceptance.on} |`)]),
  ].join("\n")}\n`
}
