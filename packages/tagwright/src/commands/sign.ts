import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { openBundle, parsePrivateKey, readDecision, signDecision } from "@tagwright/release"
import { readFile } from "node:fs/promises"
import { dirname, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Sign the decision in a role, with your own ed25519 key.",
  usage: "sign --role ROLE --key FILE [--evidence DIR] [--bundle DIR] [--config FILE]",
  examples: ["tagwright sign --role privacy-officer --key ~/.ssh/id_ed25519"],
  options: { role: { type: "string" }, key: { type: "string" }, evidence: { type: "string" }, bundle: { type: "string" } },
  describe: {
    role: "a role that the plan's people give you",
    key: "your private key; it is read, never copied",
    evidence: "the judged evidence (default: .tagwright/evidence beside the plan)",
    bundle: "the bundle it was taken from (default: .tagwright/bundle)",
  },
  async run({ values, io }) {
    const { role, key } = values
    if (role === undefined || key === undefined) throw new Fault("caller", "sign needs --role and --key", "For example: tagwright sign --role privacy-officer --key ~/.ssh/id_ed25519")
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const evidenceDir = values.evidence === undefined ? beside("evidence") : resolve(io.cwd, values.evidence)
    const { plan } = openBundle(values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle))
    const decision = readDecision(evidenceDir)
    if (decision === undefined) throw new Fault("caller", `there is no decision in ${evidenceDir}`, "Run tagwright judge first")
    const text = await readFile(resolve(io.cwd, key), "utf8").catch((cause: unknown) => {
      throw new Fault("caller", `cannot read the key ${key}`, "Name the file of a private ed25519 key", { cause })
    })
    const path = await signDecision({ evidenceDir, decision, people: plan.people, role, key: parsePrivateKey(text) })
    if (values.json === true) io.out(`${JSON.stringify({ role, path }, null, 2)}\n`)
    else io.out(`signed as ${role}: ${relative(io.cwd, path)}\n${decision.verdict === "pass" ? "" : "Note: the verdict you signed is fail.\n"}`)
    return 0
  },
})
