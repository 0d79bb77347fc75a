import { compileWithoutKit } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, Fault, type QaPlan } from "@tagwright/formats"
import { recordJourney, type RecordOptions } from "@tagwright/qa"
import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import { stringify } from "yaml"
import { defineCommand } from "../command.ts"
import { count } from "../findings.ts"
import { pathsOf } from "../pipeline/paths.ts"
import { testEnvironment } from "../pipeline/test-environment.ts"
import { openSite } from "../site-option.ts"
import { planHere } from "../survey/plan-here.ts"

const planned = async (planFile: string, environment: string | undefined): Promise<NonNullable<RecordOptions["plan"]> & { site: string }> => {
  const { plan, files } = await compileWithoutKit(planFile)
  if (plan === undefined) throw new Fault("caller", "the plan has errors", "See them: tagwright check")
  const name = testEnvironment(plan, environment)
  const qaPlan: QaPlan = JSON.parse(files.get(bundlePaths.qaPlan) ?? "null")
  const container: ContainerExport = JSON.parse(files.get(bundlePaths.container("web", name)) ?? "null")
  return { plan: qaPlan, environment: name, container, site: pathsOf(planFile, plan.site.folder).site }
}

export const command = defineCommand({
  summary: "Open a browser and turn what you click into a journey for the plan. Close the window, or press Ctrl-C, to end.",
  usage: "qa record [--site DIR|URL] [--site-command CMD] [--start PATH] [--name NAME] [--out FILE] [--json]",
  examples: ["tagwright qa record", 'tagwright qa record --start "/?utm_source=mail" --name "reader subscribes"', "tagwright qa record --site http://localhost:8080 --out journey.yaml"],
  options: { site: { type: "string" }, "site-command": { type: "string" }, survey: { type: "boolean" }, environment: { type: "string" }, start: { type: "string" }, name: { type: "string" }, out: { type: "string" } },
  describe: {
    site: "the built site, or where it is served on this machine (default: the plan's site.folder)",
    "site-command": "start the site with this command first; it ends with the recording",
    survey: "leave the plan aside: steps without expectations",
    environment: "which test environment of the plan (default: the first with testMode)",
    start: "the first page, with its query (default: /)",
    name: "what the journey is called (default: recorded journey)",
    out: "write the YAML there instead of printing it",
  },
  async run({ values, io }) {
    const planFile = planHere(values, io.cwd)
    const known = planFile === undefined ? undefined : await planned(planFile, values.environment)
    const { site, stop } = await openSite(values, known?.site ?? "", io.cwd, io.env)
    io.err("click through the journey; close the window when it ends\n")
    const stopped = new Promise<void>((settle) => io.signal.addEventListener("abort", () => settle(), { once: true }))
    const steps = await recordJourney({
      site,
      ...(known === undefined ? {} : { plan: known }),
      ...(values.start === undefined ? {} : { start: values.start }),
      headed: true,
      until: (tab) => Promise.race([stopped, tab.closed ?? stopped]),
    }).finally(stop)
    const journeys = { [values.name ?? "recorded journey"]: { steps } }
    const text = values.json === true ? `${JSON.stringify({ journeys }, null, 2)}\n` : stringify({ journeys })
    if (values.out === undefined) io.out(text)
    else await writeFile(resolve(io.cwd, values.out), text)
    io.err(`${count(steps.length, "step")} recorded${values.out === undefined ? "" : ` in ${values.out}`}; put it into the plan's journeys and run tagwright check\n`)
    return 0
  },
})
