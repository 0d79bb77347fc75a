import { compareEvidence, openEvidence } from "@tagwright/evidence"
import { Fault } from "@tagwright/formats"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

const signs = { added: "+", removed: "-", changed: "~" } as const

export const command = defineCommand({
  summary: "Say what two runs observed differently; ids, times and ports are left out.",
  usage: "evidence compare A B [--json]",
  examples: ["tagwright evidence compare release-1.2/evidence .tagwright/evidence"],
  options: {},
  describe: {},
  async run({ values, positionals, io }) {
    const [a, b] = positionals
    if (a === undefined || b === undefined || positionals.length > 2) throw new Fault("caller", "evidence compare takes two folders", "For example: tagwright evidence compare before after")
    const differences = compareEvidence(openEvidence(resolve(io.cwd, a)), openEvidence(resolve(io.cwd, b)))
    if (values.json === true) io.out(`${JSON.stringify({ differences }, null, 2)}\n`)
    else if (differences.length === 0) io.out("nothing differs\n")
    else for (const { change, name, members } of differences) io.out(`${signs[change]} ${name}${members.length > 0 ? ` (${members.join(", ")})` : ""}\n`)
    return differences.length === 0 ? 0 : 1
  },
})
