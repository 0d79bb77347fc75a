import { compileWithoutKit, findPlan } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, Fault, type ResolvedPlan } from "@tagwright/formats"
import { buildModel, compareContainers, diffText, readExport } from "@tagwright/gtm/format"
import { defineCommand } from "../command.ts"
import { exitCodeOf, printFindings } from "../findings.ts"
import { needFiles, readContainer } from "../read-container.ts"

export const command = defineCommand({
  summary: "Say where an export that came back from Tag Manager has left the plan.",
  usage: "gtm drift FILE [--env ENVIRONMENT] [--config PLAN]",
  examples: ["tagwright gtm drift GTM-NLPROD1_workspace12.json", "tagwright gtm drift export.json --env staging --json"],
  options: { env: { type: "string" } },
  describe: { env: "which environment the export is of; without it the container's public id decides" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm drift", 1, 1)
    const [file = ""] = positionals
    const { export: actual } = readContainer(io.cwd, file)
    const { plan, files, findings } = await compileWithoutKit(findPlan(io.cwd, values.config))
    if (files === undefined) {
      printFindings(findings, io)
      return exitCodeOf(findings)
    }
    const kind = buildModel(actual).kind === "server" ? "server" : "web"
    const environment = values.env ?? environmentOf(plan, actual)
    const path = bundlePaths.container(kind, environment)
    const expected = files.get(path)
    if (expected === undefined) throw new Fault("caller", `the plan gives no ${kind} container for ${environment}`, `Use --env with one of ${Object.keys(plan.site.environments).join(", ")}`)
    const differences = compareContainers(readExport(expected, { file: path }).export, actual)
    io.out(values.json === true ? `${JSON.stringify({ environment, kind, differences }, null, 2)}\n` : diffText(differences))
    return differences.length === 0 ? 0 : 1
  },
})

const environmentOf = (plan: ResolvedPlan, { containerVersion: { container } }: ContainerExport): string => {
  const found = Object.entries(plan.site.environments).find(([, { gtm, gtmServer }]) => container?.publicId === gtm || container?.publicId === gtmServer)
  if (found === undefined) throw new Fault("caller", `no environment of the plan has the container ${container?.publicId ?? "without id"}`, `Use --env with one of ${Object.keys(plan.site.environments).join(", ")}`)
  return found[0]
}
