import { run, type EventRecord, type Push, type RunOptions } from "../../src/runtime/index.ts"
import { container, onEvent, probe, type TestContainer } from "./runtime-container.ts"

/** Values of variables on the event `probe`, which is pushed last unless the pushes bring it. */
export const valuesOf = (parts: TestContainer, names: readonly string[], pushes: readonly Push[] = [], options: RunOptions = {}): Record<string, unknown> => {
  const made = container({ ...parts, tags: [...(parts.tags ?? []), probe(names, ["on probe"])], triggers: [...(parts.triggers ?? []), onEvent("probe")] })
  const all = pushes.some((push) => "event" in push && push.event === "probe") ? pushes : [...pushes, { event: "probe" }]
  const { events } = run(made, all, options)
  const rows = events.findLast((event) => event.event === "probe")?.fired.find((fired) => fired.tag === "probe")?.values["eventSettingsTable"]
  if (!Array.isArray(rows)) throw new Error(`the probe did not fire: ${JSON.stringify(events.at(-1))}`)
  return Object.fromEntries(rows.map((row: Record<string, unknown>) => [String(row["parameter"]), row["parameterValue"]]))
}

/** "event: tag, tag" per event that fired something, in order. */
export const firings = (events: readonly EventRecord[]): string[] =>
  events.filter((event) => event.fired.length > 0).map((event) => `${event.event}: ${event.fired.map((fired) => fired.tag).join(", ")}`)

export const runFirings = (parts: TestContainer, pushes: readonly Push[] = [], options: RunOptions = {}): string[] => firings(run(container(parts), pushes, options).events)

export const reasonOf = (events: readonly EventRecord[], event: string, tag: string): string | undefined =>
  events.find((one) => one.event === event)?.notFired.find((one) => one.tag === tag)?.reason
