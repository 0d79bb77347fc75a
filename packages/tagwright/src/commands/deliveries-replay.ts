import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Send dead letters again, with the same event id.",
  usage: "deliveries replay [NUMBER…] [--destination ID] [--reason REASON] [--server URL] [--json]",
  examples: ["tagwright deliveries replay 12 15", "tagwright deliveries replay --destination crm --reason http_401"],
  options: { destination: { type: "string" }, reason: { type: "string" }, ...opsOptions },
  describe: { destination: "all dead letters of this destination", reason: "all with this reason", ...opsDescribe },
  async run({ values, positionals, io }) {
    const { destination, reason } = values
    if (positionals.length === 0 && destination === undefined && reason === undefined)
      throw new Fault("caller", "nothing chosen", "Give numbers, --destination or --reason; tagwright deliveries list --state dead shows them")
    const answer = await opsClient(io, values.server).post("/ops/api/deliveries/replay", { ...(positionals.length > 0 && { ids: idsOf(positionals) }), destination, reason })
    const count = typeof answer === "object" && answer !== null && "replayed" in answer ? Number(answer.replayed) : 0
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${count} replayed\n`)
    return 0
  },
})
