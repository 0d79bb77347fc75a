import { drills, Fault, type DrillName, type DrillRecord } from "@tagwright/formats"
import type { Drill, DrillStep } from "./drill.ts"
import type { DrillWorld } from "./world.ts"

const POLL_MS = 100
/** Longer than any detector takes when it is asked to look now. */
const UNATTENDED_MS = 60_000

/** A person walks the runbook in a shell of their own. What no command does (a restart, a mended page) is done here once they say so. */
export interface ByHand {
  /** Key in the plan */
  person: string
  /** Resolves when the person has done what was just said */
  done(): Promise<void>
}

export interface RunDrillInput {
  name: DrillName
  drill: Drill
  world: DrillWorld
  /** Told what happens, line by line */
  say(line: string): void
  byHand?: ByHand | undefined
  signal: AbortSignal
}

/** `tagwright alerts list --json` → words; `$NAME` becomes the value that the drill knows. */
const filledIn = (command: string, values: ReadonlyMap<string, string>): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => (quoted ?? bare ?? "").replaceAll(/\$([A-Z]+)/g, (whole, name: string) => values.get(name) ?? whole))

/** As a shell takes it. */
const typed = (words: readonly string[]): string => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ")

const until = async (holds: () => Promise<boolean>, withinMs: number, signal: AbortSignal): Promise<number | null> => {
  const began = performance.now()
  for (;;) {
    if (await holds().catch(() => false)) return Math.round(performance.now() - began)
    if (signal.aborted || performance.now() - began > withinMs) return null
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
}

const walk = async (step: DrillStep, world: DrillWorld, byHand: ByHand | undefined, say: RunDrillInput["say"]): Promise<DrillRecord["steps"][number]> => {
  const began = performance.now()
  const words = step.command === undefined ? undefined : filledIn(step.command, world.values)
  const [program, ...argv] = words ?? []
  let ok = true
  if (byHand !== undefined) {
    say(`${step.say}${words === undefined ? "" : `\n      ${typed(words)}`}`)
    await byHand.done()
  }
  await step.act?.(world)
  // Exit code 1 is a finding, which a look during an incident is expected to have.
  if (program === "tagwright" && byHand === undefined) ok = (await world.cli(...argv)).code !== 2
  return { say: step.say, command: typed(words ?? []), ok, ms: Math.round(performance.now() - began) }
}

/** Breaks the copy, waits until it is noticed, walks the runbook, waits until all is well; answers the record. */
export const runDrill = async ({ name, drill, world, say, byHand, signal }: RunDrillInput): Promise<DrillRecord> => {
  const unfit = drill.unfit?.(world)
  if (unfit !== undefined) throw new Fault("plan", `the drill ${name} does not fit this plan: ${unfit}`, "Drill what the plan has: see tagwright drill --help")
  if (byHand !== undefined) world.values.set("ME", byHand.person)
  await drill.damage(world)
  const broken = performance.now()
  say(`${name}: broken: ${drills[name]}`)
  const detectedMs = await until(() => drill.detected(world), UNATTENDED_MS, signal)
  say(detectedMs === null ? "nothing has noticed it" : `noticed after ${(detectedMs / 1000).toFixed(1)} s by ${drill.detectedBy}`)
  const steps: DrillRecord["steps"] = []
  if (byHand !== undefined) say(`the page: ${drill.page}; the copy, for your own shell:\n      cd ${world.folder}\n      export TAGWRIGHT_SERVER=${world.url()} TAGWRIGHT_ADMIN_TOKEN=${world.token}`)
  for (const step of drill.steps) {
    const done = await walk(step, world, byHand, say)
    steps.push(done)
    if (byHand === undefined) say(`${done.ok ? "✓" : "✗"} ${done.say}${done.command === "" ? "" : `  (${done.command})`}`)
    if (!done.ok) break
  }
  const recovered = (await until(() => drill.recovered(world), UNATTENDED_MS, signal)) === null ? null : Math.round(performance.now() - broken)
  say(recovered === null ? "not recovered" : `recovered after ${(recovered / 1000).toFixed(1)} s`)
  const passed = detectedMs !== null && recovered !== null && steps.every(({ ok }) => ok)
  return { kind: "drill", at: Date.now(), drill: name, outcome: passed ? "passed" : "failed", detectedBy: drill.detectedBy, detectedMs, recoveredMs: recovered, steps, by: byHand?.person ?? "program" }
}
