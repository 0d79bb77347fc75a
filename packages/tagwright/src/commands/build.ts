import { compilePlan, findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { dirname, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { exitCodeOf, printFindings, summaryOf } from "../findings.ts"
import { writeBundle } from "../write-bundle.ts"

export const command = defineCommand({
  summary: "Build the bundle: kit, containers, server plan, QA plan, catalogs.",
  usage: "build [--out DIR] [--config FILE] [--json]",
  examples: ["tagwright build", "tagwright build --out dist/tracking --json"],
  options: { out: { type: "string" } },
  describe: { out: "where to write it (default: .tagwright/bundle beside the plan)" },
  async run({ values, io }) {
    const file = findPlan(io.cwd, values.config)
    const { bundle, findings } = await compilePlan(file)
    if (values.json !== true) printFindings(findings, io)
    if (bundle === undefined) {
      if (values.json === true) io.out(`${JSON.stringify({ digest: null, files: [], findings }, null, 2)}\n`)
      else io.out(`nothing built: ${summaryOf(findings)}\n`)
      return 1
    }
    const out = values.out === undefined ? resolve(dirname(file), ".tagwright/bundle") : resolve(io.cwd, values.out)
    await writeBundle(bundle, out).catch((cause: unknown) => {
      throw new Fault("machine", `cannot write to ${out}`, "Choose another folder with --out, or mend its permissions", { cause })
    })
    const { digest, files } = bundle.manifest
    if (values.json === true) io.out(`${JSON.stringify({ digest, out, files: Object.keys(files), findings }, null, 2)}\n`)
    else io.out(`${Object.keys(files).length} files in ${relative(io.cwd, out) || "."}\ndigest ${digest}\n`)
    return exitCodeOf(findings)
  },
})
