import type { EventRecord, RunResult } from "@tagwright/gtm"

/** A run as a person reads it: per event what fired with which values, then what did not and why. */
export const describeRun = (result: RunResult): string =>
  [
    ...result.events.flatMap(describeEvent),
    "",
    `requests: ${result.requests.length}`,
    ...result.requests.map((request) => `  ${request.method} ${request.url.split("?")[0] ?? ""}${request.tag === "" ? "" : `  (${request.tags.join(", ")})`}`),
    ...(result.unsupported.length === 0 ? [] : ["", "not evaluated:", ...result.unsupported.map((one) => `  ${one.entity} "${one.name}": ${one.reason}`)]),
    "",
  ].join("\n")

const describeEvent = (event: EventRecord): string[] => [
  `${event.index}  ${event.event}`,
  ...event.fired.map((fired) => `   + ${fired.tag} (${fired.type}) ${fired.status}${shown(fired.values)}`),
  // A tag whose trigger simply waits for another event is no news.
  ...event.notFired.filter((one) => one.reason !== "not-triggered" && one.reason !== "no-trigger").map((one) => `   - ${one.tag}: ${one.reason}, ${one.detail}`),
]

const shown = (values: Record<string, unknown>): string => {
  const pairs = Object.entries(values).map(([key, value]) => `${key}=${JSON.stringify(value) ?? "undefined"}`)
  return pairs.length === 0 ? "" : `  ${pairs.join(" ")}`
}
