import { Fault } from "@tagwright/formats"
import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline/promises"
import { defineCommand, type Io } from "../command.ts"
import { diffLines } from "../init/diff.ts"
import { setupOf, type Setup } from "../init/init.ts"
import { stepsAfter } from "../init/steps.ts"

export const command = defineCommand({
  summary: "Set up Tagwright in an Eleventy or Vite site: shows what would change, asks once.",
  usage: "init [DIR] [--yes] [--json]",
  examples: ["tagwright init", "tagwright init my-site --yes"],
  options: { yes: { type: "boolean", short: "y" } },
  describe: { yes: "write without asking" },
  async run({ values, positionals, io }) {
    const folder = resolve(io.cwd, positionals[0] ?? ".")
    if (!existsSync(folder)) throw new Fault("caller", `no folder ${positionals[0] ?? folder}`, "Create it first, or name another one")
    const setup = setupOf(folder)
    if (values.json !== true) io.out(described(setup))
    const written = setup.changes.length > 0 && (values.yes === true || (values.json !== true && (await agreed(io))))
    if (written) for (const { file, after } of setup.changes) await writeFile(join(folder, file), after)
    if (values.json === true) io.out(`${JSON.stringify({ ...setup, written }, null, 2)}\n`)
    else io.out(ending(setup, written))
    return setup.changes.length > 0 && !written ? 1 : 0
  },
})

const described = ({ detected, changes }: Setup): string =>
  [`${detected.generator ?? "no generator we know"}${detected.config ? ` (${detected.config})` : ""}`, ...changes.map(({ file, before, after }) => `\n${before ? "change" : "new"} ${file}\n${diffLines(before, after)}`), ""].join("\n")

/** Only a person at a terminal can be asked; anything else has to say --yes. */
const agreed = async ({ interactive, err }: Io): Promise<boolean> => {
  if (!interactive) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question("\nWrite this? [y/N] ")
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) err("nothing written\n")
  return /^y(es)?$/i.test(answer.trim())
}

const ending = (setup: Setup, written: boolean): string => {
  const { changes } = setup
  if (changes.length > 0 && !written) return "\nnothing written; say --yes to write it\n"
  return `\n${changes.length === 0 ? "nothing left to set up" : `${changes.length} file${changes.length === 1 ? "" : "s"} written`}\nnext:\n${stepsAfter(setup).map((step) => `  ${step}`).join("\n")}\n`
}
