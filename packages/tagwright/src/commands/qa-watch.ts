import { compilePlan, findPlan, resolvePlan } from "@tagwright/compiler"
import { openEvidence } from "@tagwright/evidence"
import { type EvidenceRecord, Fault, placeText } from "@tagwright/formats"
import { explain, explanationText } from "@tagwright/release"
import { dirname, join } from "node:path"
import { defineCommand, type Io } from "../command.ts"
import { count, printFindings } from "../findings.ts"
import { observe } from "../pipeline/observe.ts"
import { pathsOf } from "../pipeline/paths.ts"
import { buildSite } from "../pipeline/site.ts"
import { testEnvironment } from "../pipeline/test-environment.ts"
import { progressLines } from "../progress-lines.ts"
import { affectedJourneys } from "../watch/affected.ts"
import { changesIn } from "../watch/changes.ts"
import { keepMemory, readMemory, takeState } from "../watch/memory.ts"
import { writeBundle } from "../write-bundle.ts"

interface Asked {
  planFile: string
  environment: string | undefined
  scenarios: readonly string[]
  json: boolean
  io: Io
}

/** What one round found: the journeys walked, and how many of their steps and expectations are not as planned. */
interface Round {
  journeys: string[]
  open: number
}

/** Not as planned, and not only because a step before it was not. */
const isWrong = (record: EvidenceRecord): boolean =>
  (record.kind === "step" && record.outcome !== "done" && record.reason?.startsWith("not reached") !== true) || (record.kind === "expectation" && record.outcome !== "met")

const tell = (evidence: string, { journeys, open }: Round, { json, io }: Asked): void => {
  if (json) return io.out(`${JSON.stringify({ journeys, open, evidence })}\n`)
  if (journeys.length === 0) return io.out("no journey is affected\n")
  const { records, seal } = openEvidence(evidence)
  const wrong = records.flatMap((record, index) => (isWrong(record) ? [`r${index + 1}`] : []))
  const texts = wrong.flatMap((line) => explain({ evidence: { records, seal }, decision: undefined }, line).map(explanationText))
  io.out([...new Set(texts)].join("\n"))
  io.out(`${journeys.join(", ")}: ${open === 0 ? "as planned" : `${open} not as planned`}\n`)
}

/** Builds, finds out which journeys may go another way, and walks those. */
const round = async (asked: Asked): Promise<Round> => {
  const { planFile, io } = asked
  const { plan, bundle, findings } = await compilePlan(planFile)
  if (plan === undefined) {
    printFindings(findings, io)
    return { journeys: [], open: findings.length }
  }
  const environment = testEnvironment(plan, asked.environment)
  const beside = pathsOf(planFile, plan.site.folder)
  const paths = { ...beside, evidence: join(beside.folder, ".tagwright", "watch") }
  const memoryFile = join(beside.folder, ".tagwright", "watch.json")
  await writeBundle(bundle, paths.bundle)
  if (plan.site.build !== undefined) await buildSite(plan.site.build, paths.folder, environment, io.env)
  const [before, state] = [await readMemory(memoryFile), await takeState(paths.site, plan)]
  const journeys = affectedJourneys(before, state)
  if (journeys.length === 0) {
    await keepMemory(memoryFile, state, before, [])
    tell(paths.evidence, { journeys, open: 0 }, asked)
    return { journeys, open: 0 }
  }
  io.err(`walking ${journeys.join(", ")}\n`)
  const progress = progressLines(io, false)
  const { result } = await observe({ plan, bundle, paths, site: { folder: paths.site }, environment, container: undefined, only: "journeys", journeys, scenarios: asked.scenarios, note: progress.tell }).finally(progress.close)
  await keepMemory(memoryFile, state, before, openEvidence(paths.evidence).records)
  const { steps, expectations } = result.summary
  const done = { journeys, open: steps.failed + steps.inconclusive + expectations.missing + expectations.different + expectations.unexpected }
  tell(paths.evidence, done, asked)
  return done
}

/** A plan or a site that cannot be built right now is mended with the next keystroke. */
const tryRound = async (asked: Asked): Promise<void> => {
  try {
    await round(asked)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    asked.io.err(`${error.at === undefined ? "" : `${placeText(error.at)}: `}${error.message}. ${error.help}\n`)
  }
}

export const command = defineCommand({
  summary: "Walk the journeys that a change affects, again after every change of the site's sources or the plan.",
  usage: "qa watch [--once] [--scenario NAMES] [--environment NAME] [--json]",
  examples: ["tagwright qa watch", "tagwright qa watch --scenario all", "tagwright qa watch --once"],
  options: { once: { type: "boolean" }, scenario: { type: "string" }, environment: { type: "string" } },
  describe: {
    once: "walk what changed since last time, then end (1: something is not as planned)",
    scenario: "consent scenarios, separated by commas (default: all,none)",
    environment: "which test environment of the plan (default: the first with testMode)",
  },
  async run({ values, io }) {
    const planFile = findPlan(io.cwd, values.config)
    const asked: Asked = { planFile, environment: values.environment, scenarios: (values.scenario ?? "all,none").split(",").map((name) => name.trim()), json: values.json === true, io }
    if (values.once === true) return (await round(asked)).open === 0 ? 0 : 1
    const folder = dirname(planFile)
    const changes = changesIn(folder, (await resolvePlan(planFile)).plan?.site.folder ?? "", io.signal)
    await tryRound(asked)
    io.err("watching; Ctrl-C ends it\n")
    for await (const files of changes) {
      io.err(`${count(files.length, "file")} changed: ${files.slice(0, 3).join(", ")}\n`)
      await tryRound(asked)
    }
    return 0
  },
})
