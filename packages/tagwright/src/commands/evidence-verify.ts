import { faultWords, verifyEvidence } from "@tagwright/evidence"
import { Fault } from "@tagwright/formats"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Check that sealed evidence is byte for byte what was sealed.",
  usage: "evidence verify DIR [--json]",
  examples: ["tagwright evidence verify .tagwright/evidence"],
  options: {},
  describe: {},
  async run({ values, positionals, io }) {
    const [dir] = positionals
    if (dir === undefined || positionals.length > 1) throw new Fault("caller", "evidence verify takes one folder", "For example: tagwright evidence verify .tagwright/evidence")
    const { seal, faults } = verifyEvidence(resolve(io.cwd, dir))
    if (values.json === true) io.out(`${JSON.stringify({ digest: seal.digest, files: Object.keys(seal.files).length, faults }, null, 2)}\n`)
    else if (faults.length === 0) io.out(`untouched: ${Object.keys(seal.files).length} files, digest ${seal.digest}\n`)
    else io.out(`not what was sealed:\n${faults.map(({ path, fault }) => `  ${path} ${faultWords[fault]}\n`).join("")}`)
    return faults.length === 0 ? 0 : 1
  },
})
