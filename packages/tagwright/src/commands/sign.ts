import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { openBundle, readDecision, signDecision } from "@tagwright/release"
import { dirname, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { signingDescribe, signingKey, signingOptions } from "../operations/signing-key.ts"

export const command = defineCommand({
  summary: "Sign the decision in a role, with your own ed25519 key.",
  usage: "sign --role ROLE --key FILE | --key-command COMMAND [--person NAME] [--evidence DIR] [--bundle DIR] [--config FILE]",
  examples: ["tagwright sign --role privacy-officer --key ~/.ssh/id_ed25519", "tagwright sign --role cto --key-command './kms-sign.sh'"],
  options: { role: { type: "string" }, ...signingOptions, evidence: { type: "string" }, bundle: { type: "string" } },
  describe: {
    role: "a role that the plan's people give you",
    ...signingDescribe,
    evidence: "the judged evidence (default: .tagwright/evidence beside the plan)",
    bundle: "the bundle it was taken from (default: .tagwright/bundle)",
  },
  async run({ values, io }) {
    const { role } = values
    if (role === undefined || (values.key ?? values["key-command"]) === undefined) throw tooLittle()
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const evidenceDir = values.evidence === undefined ? beside("evidence") : resolve(io.cwd, values.evidence)
    const { plan } = openBundle(values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle))
    const decision = readDecision(evidenceDir)
    if (decision === undefined) throw new Fault("caller", `there is no decision in ${evidenceDir}`, "Run tagwright judge first")
    const key = await signingKey({ values, people: plan.people, role, io })
    if (key === undefined) throw tooLittle()
    const path = await signDecision({ evidenceDir, decision, people: plan.people, role, key })
    if (values.json === true) io.out(`${JSON.stringify({ role, path }, null, 2)}\n`)
    else io.out(`signed as ${role}: ${relative(io.cwd, path)}\n${decision.verdict === "pass" ? "" : "Note: the verdict you signed is fail.\n"}`)
    return 0
  },
})

const tooLittle = (): Fault => new Fault("caller", "sign needs --role and --key, or --key-command", "For example: tagwright sign --role privacy-officer --key ~/.ssh/id_ed25519")
