import { createInterface } from "node:readline"
import { Readable } from "node:stream"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Watch events and deliveries as they happen. Ctrl-C ends it.",
  usage: "events tail [--server URL] [--json]",
  examples: ["tagwright events tail", "tagwright events tail --json | head -20"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, io }) {
    const { body } = await opsClient(io, values.server).stream("/ops/api/stream")
    if (body === null) return 0
    try {
      for await (const line of createInterface({ input: Readable.from(body) })) if (line.startsWith("data: ")) io.out(values.json === true ? `${line.slice("data: ".length)}\n` : textOf(JSON.parse(line.slice("data: ".length))))
    } catch (error) {
      // Ctrl-C, or the server went: both end the watching.
      if (!io.signal.aborted && !(error instanceof TypeError)) throw error
    }
    return 0
  },
})

const textOf = (signal: Record<string, unknown>): string =>
  signal["type"] === "event"
    ? `event     ${String(signal["event"])} (${String(signal["source"])}) ${String(signal["id"])}\n`
    : `delivery  ${String(signal["event"])} → ${String(signal["destination"])}: ${String(signal["state"])}${signal["reason"] === undefined ? "" : ` (${String(signal["reason"])})`}\n`
