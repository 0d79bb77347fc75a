import { Fault } from "@tagwright/formats"
import { importContainer } from "@tagwright/gtm/format"
import { existsSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { stringify } from "yaml"
import { defineCommand } from "../command.ts"
import { printFindings, summaryOf } from "../findings.ts"
import { needFiles, readContainer } from "../read-container.ts"

export const command = defineCommand({
  summary: "Draw up a draft of a tracking plan from an existing container, and list what a plan cannot say.",
  usage: "gtm import FILE [--out PLAN]",
  examples: ["tagwright gtm import GTM-ABC123.json --out tagwright.plan.yaml", "tagwright gtm import GTM-ABC123.json --json"],
  options: { out: { type: "string" }, force: { type: "boolean" } },
  describe: { out: "the plan to write: .yaml or .json; without it the plan goes to stdout", force: "overwrite a plan that is there" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm import", 1, 1)
    const [file = ""] = positionals
    const { plan, findings } = importContainer(readContainer(io.cwd, file))
    if (values.out !== undefined) {
      const out = resolve(io.cwd, values.out)
      if (existsSync(out) && values.force !== true) throw new Fault("caller", `${values.out} exists`, "Choose another file, or say --force to overwrite it")
      writeFileSync(out, out.endsWith(".json") ? `${JSON.stringify(plan, null, 2)}\n` : yaml(plan, file))
    }
    if (values.json === true) io.out(`${JSON.stringify({ plan, findings }, null, 2)}\n`)
    else if (values.out === undefined) io.out(yaml(plan, file))
    else printFindings(findings, io)
    const { events, parameters, destinations } = plan
    io.err(`${[events, parameters, destinations].map((part, index) => `${Object.keys(part).length} ${["events", "parameters", "destinations"][index] ?? ""}`).join(", ")}; ${findings.length} notes (${summaryOf(findings)})\n`)
    return 0
  },
})

const yaml = (plan: unknown, file: string): string => `# A draft, drawn up from ${file.split(/[\\/]/).at(-1) ?? file}. Check every line; \`tagwright check\` helps.\n${stringify(plan, { lineWidth: 140 })}`
