import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Send to a destination again that said it was gone (410).",
  usage: "destinations enable DESTINATION [--server URL] [--json]",
  examples: ["tagwright destinations enable hook"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const [destination] = positionals
    if (destination === undefined) throw new Fault("caller", "no destination named", "Give the name of a destination of the plan")
    const answer = await opsClient(io, values.server).post(`/ops/api/destinations/${encodeURIComponent(destination)}/enable`)
    const wasOff = typeof answer === "object" && answer !== null && "enabled" in answer && answer.enabled === true
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : wasOff ? `${destination} is sent to again\n` : `${destination} was not stopped: nothing to do\n`)
    return 0
  },
})
