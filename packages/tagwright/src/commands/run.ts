import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { describeDecision } from "@tagwright/release"
import { defineCommand } from "../command.ts"
import { printFindings, summaryOf } from "../findings.ts"
import { runPipeline } from "../pipeline/run-pipeline.ts"
import { keepOpen } from "../preview/keep-open.ts"
import { readContainerFile } from "../read-container-file.ts"

export const command = defineCommand({
  summary: "The whole job: build, check, drive real browsers, judge. Then keep site, server and report open until Ctrl-C.",
  usage: "run [--once] [--environment NAME] [--container FILE] [--database URL] [--port N] [--fresh] [--json]",
  examples: ["tagwright run", "tagwright run --once --json", "tagwright run --once --container edited-in-gtm.json"],
  options: { once: { type: "boolean" }, environment: { type: "string" }, container: { type: "string" }, database: { type: "string" }, port: { type: "string" }, fresh: { type: "boolean" } },
  describe: {
    once: "end with the verdict's exit code instead of staying open",
    environment: "which test environment of the plan (default: the first with testMode)",
    container: "judge this export instead of the one that was built",
    database: "the server's PostgreSQL (an empty database, of this environment); default: a file of its own",
    port: "port of the site; report and server take the next two (default: any free ones)",
    fresh: "run every stage, also unchanged ones",
  },
  async run({ values, io, main }) {
    const planFile = findPlan(io.cwd, values.config)
    const container = values.container === undefined ? undefined : await readContainerFile(values.container, io.cwd)
    const result = await Promise.race([runPipeline({ planFile, environment: values.environment, container, database: values.database, fresh: values.fresh === true, io, main }), stopped(io.signal)])
    if (result.decision === undefined) {
      if (values.json === true) io.out(`${JSON.stringify({ verdict: null, findings: result.findings }, null, 2)}\n`)
      else {
        printFindings(result.findings, io)
        io.out(`no verdict: ${summaryOf(result.findings)}\n`)
      }
      return 1
    }
    const { decision, report } = result
    if (values.json === true) io.out(`${JSON.stringify({ verdict: decision.verdict, gates: decision.gates, evidence: result.paths.evidence, report }, null, 2)}\n`)
    else io.out(`\n${describeDecision(decision)}\nreport: ${report}\n`)
    if (values.once !== true) await keepOpen({ ...result, database: values.database, port: values.port, io })
    return decision.verdict === "pass" ? 0 : 1
  },
})

/** Ctrl-C during a stage: what ran is not remembered, so that the next run does it again. */
const stopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_, refuse) => {
    const stop = () => refuse(new Fault("caller", "stopped before there was a verdict", "Run it again: stages that ended well are not repeated"))
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop, { once: true })
  })
