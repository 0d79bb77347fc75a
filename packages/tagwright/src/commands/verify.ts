import { findPlan } from "@tagwright/compiler"
import { faultWords } from "@tagwright/evidence"
import { openBundle, type ReleaseCheck, signatureFaults, verifyRelease } from "@tagwright/release"
import { dirname, resolve } from "node:path"
import { defineCommand } from "../command.ts"

const describe = ({ decision, changed, belongs, signatures, ok }: ReleaseCheck): string => {
  const lines = [
    ...changed.map(({ path, fault }) => `✗ ${path} ${faultWords[fault]}`),
    ...(belongs ? [] : ["✗ the decision was made from other evidence or another bundle"]),
    `${decision.verdict === "pass" ? "✓" : "✗"} verdict: ${decision.verdict}`,
    ...signatures.map(({ role, person, signedOn, fault }) =>
      fault === undefined ? `✓ ${role}: ${person}, ${signedOn}` : `✗ ${role}: ${fault}${person === undefined ? "" : ` (${person})`}. ${signatureFaults[fault]}`,
    ),
    ok ? "may be released" : "may not be released",
  ]
  return `${lines.join("\n")}\n`
}

export const command = defineCommand({
  summary: "Check offline that evidence, decision and signatures belong together and nothing was changed.",
  usage: "verify [DIR] [--bundle DIR] [--config FILE] [--json]",
  examples: ["tagwright verify", "tagwright verify release-v1.2.0/evidence --bundle release-v1.2.0/bundle"],
  options: { bundle: { type: "string" } },
  describe: { bundle: "the bundle, with the plan's people and their public keys (default: .tagwright/bundle)" },
  async run({ values, positionals, io }) {
    const [dir] = positionals
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const { manifest, plan } = openBundle(values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle))
    const check = verifyRelease(dir === undefined ? beside("evidence") : resolve(io.cwd, dir), manifest.digest, plan)
    const { decision, ...rest } = check
    io.out(values.json === true ? `${JSON.stringify({ verdict: decision.verdict, ...rest }, null, 2)}\n` : describe(check))
    return check.ok ? 0 : 1
  },
})
