import { findPlan } from "@tagwright/compiler"
import { faultWords } from "@tagwright/evidence"
import { openBundle, openRelease, type ReleaseCheck, signatureFaults, verifyRelease } from "@tagwright/release"
import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
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
  examples: ["tagwright verify", "tagwright verify releases/release-v1.2.0"],
  options: { bundle: { type: "string" } },
  describe: { bundle: "the bundle, with the plan's people and their public keys (default: .tagwright/bundle)" },
  async run({ values, positionals, io }) {
    const [dir] = positionals
    const given = dir === undefined ? undefined : resolve(io.cwd, dir)
    if (given !== undefined && existsSync(join(given, "release.json"))) {
      const { manifest: release, check } = openRelease(given)
      io.out(values.json === true ? `${JSON.stringify({ release: release.name, digest: release.digest, verdict: check.decision.verdict, ok: true }, null, 2)}\n` : `${release.name}, untouched\n${describe(check)}`)
      return 0
    }
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const { manifest, plan } = openBundle(values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle))
    const check = verifyRelease(given ?? beside("evidence"), manifest.digest, plan)
    const { decision, ...rest } = check
    io.out(values.json === true ? `${JSON.stringify({ verdict: decision.verdict, ...rest }, null, 2)}\n` : describe(check))
    return check.ok ? 0 : 1
  },
})
