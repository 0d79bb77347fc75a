import type { Command } from "./command.ts"
import type { Verb } from "./verbs.ts"

const commonHelp = `
Options of every verb
  --json          one JSON document on stdout, logs on stderr
  --config FILE   the plan (default: tagwright.plan.{ts,yaml,yml,json} from here upwards)
  --cwd DIR       act as if started there
  --quiet         no progress
  --no-color      plain text (so does NO_COLOR)
  --help          this text; tagwright --version says which one this is

Exit codes: 0 fine · 1 findings or a verdict other than pass · 2 cannot run
`

export const helpForAll = (verbs: Record<string, Verb>): string => {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length)) + 2
  const rows = Object.entries(verbs).map(([name, verb]) => `  ${name.padEnd(width)}${verb.summary}`)
  return `tagwright: one tracking plan in; a tracking system and the proof that it works out\n\nUsage: tagwright <verb> …\n\n${rows.join("\n")}\n${commonHelp}`
}

/** What stands for the value, as the usage line calls it. */
const valueName = (usage: string, option: string): string =>
  new RegExp(`--${option} ([^\\s\\]]+)`).exec(usage)?.[1] ?? option.split("-").at(-1)?.toUpperCase() ?? "VALUE"

export const helpForCommand = (command: Command): string => {
  const own = Object.entries(command.options).map(([name, option]) => {
    const flag = option.type === "string" ? `--${name} ${valueName(command.usage, name)}` : `--${name}`
    return [flag, command.describe[name] ?? ""] as const
  })
  const width = Math.max(...own.map(([flag]) => flag.length)) + 2
  const examples = command.examples.map((line) => `  ${line}`)
  return [
    `${command.summary}\n\nUsage: tagwright ${command.usage}`,
    ...(own.length > 0 ? [`\n\nOptions\n${own.map(([flag, text]) => `  ${flag.padEnd(width)}${text}`).join("\n")}`] : []),
    `\n\nExamples\n${examples.join("\n")}\n${commonHelp}`,
  ].join("")
}
