import type { Command } from "./command.ts"
import type { Verb } from "./verbs.ts"

const commonHelp = `
Options of every verb
  --json          one JSON document on stdout, logs on stderr
  --config FILE   the plan (default: tagwright.plan.{ts,yaml,yml,json} from here upwards)
  --cwd DIR       act as if started there
  --quiet         no progress
  --no-color      plain text (so does NO_COLOR)
  --help          this text

Exit codes: 0 fine · 1 findings or a verdict other than pass · 2 cannot run
`

export const helpForAll = (verbs: Record<string, Verb>): string => {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length)) + 2
  const rows = Object.entries(verbs).map(([name, verb]) => `  ${name.padEnd(width)}${verb.summary}`)
  return `tagwright: one tracking plan in; a tracking system and the proof that it works out\n\nUsage: tagwright <verb> …\n\n${rows.join("\n")}\n${commonHelp}`
}

export const helpForCommand = (command: Command): string => {
  const own = Object.entries(command.options).map(([name, option]) => {
    const flag = `--${name}${option.type === "string" ? ` ${name.toUpperCase().replaceAll("-", "_")}` : ""}`
    return `  ${flag.padEnd(26)}${command.describe[name] ?? ""}`
  })
  const examples = command.examples.map((line) => `  ${line}`)
  return [
    `${command.summary}\n\nUsage: tagwright ${command.usage}`,
    ...(own.length > 0 ? [`\n\nOptions\n${own.join("\n")}`] : []),
    `\n\nExamples\n${examples.join("\n")}\n${commonHelp}`,
  ].join("")
}
