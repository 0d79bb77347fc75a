import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Read messages again that could not be read, or that the plan had no use for. What they led to before is not repeated.",
  usage: "webhooks replay [NUMBER…] [--source NAME] [--reason REASON] [--server URL] [--json]",
  examples: ["tagwright webhooks replay 12 15", "tagwright webhooks replay --source stripe --reason plan:missing_param"],
  options: { source: { type: "string" }, reason: { type: "string" }, ...opsOptions },
  describe: { source: "all of this webhook of the plan", reason: "all with this reason", ...opsDescribe },
  async run({ values, positionals, io }) {
    const { source, reason } = values
    if (positionals.length === 0 && source === undefined && reason === undefined) throw new Fault("caller", "nothing chosen", "Give numbers, --source or --reason; tagwright webhooks list --state dead shows them")
    const answer = await opsClient(io, values.server).post("/ops/api/webhooks/replay", { ...(positionals.length > 0 && { ids: idsOf(positionals) }), source, reason })
    const count = typeof answer === "object" && answer !== null && "replayed" in answer ? Number(answer.replayed) : 0
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${count} read again\n`)
    return 0
  },
})
