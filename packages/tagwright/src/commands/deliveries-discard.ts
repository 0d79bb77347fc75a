import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Give up on dead letters for good; their record stays.",
  usage: "deliveries discard [NUMBER…] [--destination ID] [--reason REASON] [--server URL] [--json]",
  examples: ["tagwright deliveries discard 12 15", "tagwright deliveries discard --destination crm --reason http_401"],
  options: { destination: { type: "string" }, reason: { type: "string" }, ...opsOptions },
  describe: { destination: "all dead letters of this destination", reason: "all with this reason", ...opsDescribe },
  async run({ values, positionals, io }) {
    const { destination, reason } = values
    if (positionals.length === 0 && destination === undefined && reason === undefined)
      throw new Fault("caller", "nothing chosen", "Give numbers, --destination or --reason; tagwright deliveries list --state dead shows them")
    const answer = await opsClient(io, values.server).post("/ops/api/deliveries/discard", { ...(positionals.length > 0 && { ids: idsOf(positionals) }), destination, reason })
    const count = typeof answer === "object" && answer !== null && "discarded" in answer ? Number(answer.discarded) : 0
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${count} discarded\n`)
    return 0
  },
})
