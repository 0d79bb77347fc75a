import type { EventRecord, RunResult, ServerRunResult } from "@tagwright/gtm"

/** A run as a person reads it: per event what fired with which values, then what did not and why. */
export const describeRun = (result: RunResult): string => [...result.events.flatMap(describeEvent), ...describeEnd(result)].join("\n")

/** A server container's run: per request who claimed it, what its events did and what was answered. */
export const describeServer = (result: ServerRunResult): string =>
  [
    ...result.incoming.flatMap(({ url, client, events, response }) => [
      `${url.split("?")[0] ?? ""}  ${client === undefined ? "claimed by nobody" : `claimed by ${client}`}, answered ${response.status}`,
      ...events.flatMap(describeEvent).map((line) => `  ${line}`),
    ]),
    ...describeEnd(result),
  ].join("\n")

const describeEnd = ({ requests, unsupported }: Pick<RunResult, "requests" | "unsupported">): string[] => [
  "",
  `requests: ${requests.length}`,
  ...requests.map((request) => `  ${request.method} ${request.url.split("?")[0] ?? ""}${request.tag === "" ? "" : `  (${request.tags.join(", ")})`}`),
  ...(unsupported.length === 0 ? [] : ["", "not evaluated:", ...unsupported.map((one) => `  ${one.entity} "${one.name}": ${one.reason}`)]),
  "",
]

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
