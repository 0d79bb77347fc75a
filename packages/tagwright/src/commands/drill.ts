import { compilePlan, findPlan } from "@tagwright/compiler"
import { drillNames, drills, Fault, type DrillName } from "@tagwright/formats"
import { once } from "node:events"
import { dirname } from "node:path"
import { createInterface } from "node:readline"
import { defineCommand, type Io } from "../command.ts"
import { runDrills } from "../drills/run-drills.ts"

export const command = defineCommand({
  summary: "Break a copy of the system on this machine, walk the runbook, measure detection and recovery, and record it.",
  usage: `drill NAME… | --all [--by-hand NAME] [--config FILE] [--json]   (${drillNames.join(", ")})`,
  examples: ["tagwright drill webhook-outage", "tagwright drill --all", "tagwright drill pii-leak --by-hand tomasz"],
  options: { all: { type: "boolean" }, "by-hand": { type: "string" } },
  describe: { all: "every drill, one after the other", "by-hand": "a person (key in the plan) walks the runbook in a second terminal, and says ⏎ after each step; we measure" },
  async run({ values, positionals, io, main }) {
    const names = values.all === true ? drillNames : positionals.map(drillNamed)
    if (names.length === 0) throw new Fault("caller", "no drill named", `Name one of ${drillNames.join(", ")}, or give --all`)
    const planFile = findPlan(io.cwd, values.config)
    const { plan, bundle } = await compilePlan(planFile)
    if (plan === undefined) throw new Fault("plan", "the plan has errors that leave nothing to drill", "Run tagwright check")
    const person = values["by-hand"]
    if (person !== undefined && plan.people[person] === undefined) throw new Fault("caller", `the plan has no person "${person}"`, `People of the plan: ${Object.keys(plan.people).join(", ") || "none"}`)
    const records = await runDrills({ names, plan, bundle, folder: dirname(planFile), io, main, say: (line) => io.err(`  ${line}\n`), byHand: person === undefined ? undefined : { person, done: () => enterPressed(io) } })
    if (values.json === true) io.out(`${JSON.stringify({ drills: records }, null, 2)}\n`)
    else for (const { drill, outcome, detectedMs, recoveredMs } of records) io.out(`${outcome === "passed" ? "✓" : "✗"} ${drill}: noticed after ${seconds(detectedMs)}, recovered after ${seconds(recoveredMs)}\n`)
    return records.every(({ outcome }) => outcome === "passed") ? 0 : 1
  },
})

/** The drill waits for the person, and the person for nobody else. */
const enterPressed = async ({ err, signal }: Io): Promise<void> => {
  if (!process.stdin.isTTY) throw new Fault("caller", "a drill by hand needs a terminal", "Run it in one, and walk the runbook in a second one")
  const terminal = createInterface({ input: process.stdin })
  err("    ⏎ when you have done it ")
  await once(terminal, "line", { signal }).finally(() => terminal.close())
}

const seconds = (ms: number | null): string => (ms === null ? "never" : `${(ms / 1000).toFixed(1)} s`)

const drillNamed = (text: string): DrillName => {
  const name = drillNames.find((one) => one === text)
  if (name === undefined) throw new Fault("caller", `there is no drill "${text}"`, `Name one of ${Object.entries(drills).map(([one, what]) => `${one} (${what})`).join(", ")}`)
  return name
}
