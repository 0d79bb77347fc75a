import { drills, Fault, type DrillName, type DrillRecord } from "@tagwright/formats"
import type { Drill, DrillStep } from "./drill.ts"
import type { DrillWorld } from "./world.ts"

const POLL_MS = 100
/** Longer than any detector takes when it is asked to look now. */
const UNATTENDED_MS = 60_000
/** A person reads, thinks, and types. */
const BY_HAND_MS = 3_600_000

export interface RunDrillInput {
  name: DrillName
  drill: Drill
  world: DrillWorld
  /** Told what happens, line by line */
  say(line: string): void
  /** A person walks the runbook in their own shell; we only wait until all is well */
  byHand?: string | undefined
  signal: AbortSignal
}

/** `tagwright alerts list --json` → words; `$NAME` becomes the value that the drill knows. */
const filledIn = (command: string, values: ReadonlyMap<string, string>): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => (quoted ?? bare ?? "").replaceAll(/\$([A-Z]+)/g, (whole, name: string) => values.get(name) ?? whole))

const until = async (holds: () => Promise<boolean>, withinMs: number, signal: AbortSignal): Promise<number | null> => {
  const began = performance.now()
  for (;;) {
    if (await holds().catch(() => false)) return Math.round(performance.now() - began)
    if (signal.aborted || performance.now() - began > withinMs) return null
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
}

const walk = async (step: DrillStep, world: DrillWorld): Promise<DrillRecord["steps"][number]> => {
  const began = performance.now()
  const words = step.command === undefined ? undefined : filledIn(step.command, world.values)
  const [program, ...argv] = words ?? []
  let ok = true
  await step.act?.(world)
  // Exit code 1 is a finding, which a look during an incident is expected to have.
  if (program === "tagwright") ok = (await world.cli(...argv)).code !== 2
  return { say: step.say, command: words?.join(" ") ?? "", ok, ms: Math.round(performance.now() - began) }
}

/** Breaks the copy, waits until it is noticed, walks the runbook, waits until all is well; answers the record. */
export const runDrill = async ({ name, drill, world, say, byHand, signal }: RunDrillInput): Promise<DrillRecord> => {
  const unfit = drill.unfit?.(world)
  if (unfit !== undefined) throw new Fault("plan", `the drill ${name} does not fit this plan: ${unfit}`, "Drill what the plan has: see tagwright drill --help")
  const patience = byHand === undefined ? UNATTENDED_MS : BY_HAND_MS
  await drill.damage(world)
  const broken = performance.now()
  say(`${name}: broken: ${drills[name]}`)
  const detectedMs = await until(() => drill.detected(world), UNATTENDED_MS, signal)
  say(detectedMs === null ? "nothing has noticed it" : `noticed after ${(detectedMs / 1000).toFixed(1)} s by ${drill.detectedBy}`)
  const steps: DrillRecord["steps"] = []
  if (byHand === undefined)
    for (const step of drill.steps) {
      const done = await walk(step, world)
      steps.push(done)
      say(`${done.ok ? "✓" : "✗"} ${done.say}${done.command === "" ? "" : `  (${done.command})`}`)
      if (!done.ok) break
    }
  else say(`walk ${drill.page} in your own shell:\n  export TAGWRIGHT_SERVER=${world.url()} TAGWRIGHT_ADMIN_TOKEN=${world.token}\n  cd ${world.folder}`)
  const recovered = (await until(() => drill.recovered(world), patience, signal)) === null ? null : Math.round(performance.now() - broken)
  say(recovered === null ? "not recovered" : `recovered after ${(recovered / 1000).toFixed(1)} s`)
  const passed = detectedMs !== null && recovered !== null && steps.every(({ ok }) => ok)
  return { kind: "drill", at: Date.now(), drill: name, outcome: passed ? "passed" : "failed", detectedBy: drill.detectedBy, detectedMs, recoveredMs: recovered, steps, by: byHand ?? "program" }
}
