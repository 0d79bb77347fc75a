import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Send dead letters again, and on request what waits for its next attempt, with the same event id.",
  usage: "deliveries replay [NUMBER…] [--destination ID] [--reason REASON] [--since TIME] [--waiting] [--server URL] [--json]",
  examples: ["tagwright deliveries replay 12 15", "tagwright deliveries replay --destination crm --reason http_401", "tagwright deliveries replay --destination crm --waiting", "tagwright deliveries replay --since 2026-11-25T08:00Z"],
  options: { destination: { type: "string" }, reason: { type: "string" }, since: { type: "string" }, waiting: { type: "boolean" }, ...opsOptions },
  describe: { destination: "all dead letters of this destination", reason: "all with this reason", since: "only those that died at or after this moment, e.g. when an outage began", waiting: "also what waits for its next attempt, e.g. because an outage is over", ...opsDescribe },
  async run({ values, positionals, io }) {
    const { destination, reason } = values
    const since = values.since === undefined ? undefined : Date.parse(values.since)
    if (since !== undefined && Number.isNaN(since)) throw new Fault("caller", `"${values.since}" is no moment`, "Write it as 2026-11-25 or 2026-11-25T08:00Z")
    if (values.waiting === true && since !== undefined) throw new Fault("caller", "--since is about what died, --waiting about what did not", "Use one of them")
    if (positionals.length === 0 && destination === undefined && reason === undefined && since === undefined)
      throw new Fault("caller", "nothing chosen", "Give numbers, --destination, --reason or --since; tagwright deliveries list --state dead shows them")
    const answer = await opsClient(io, values.server).post("/ops/api/deliveries/replay", { ...(positionals.length > 0 && { ids: idsOf(positionals) }), destination, reason, since, waiting: values.waiting === true })
    const count = typeof answer === "object" && answer !== null && "replayed" in answer ? Number(answer.replayed) : 0
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${count} replayed\n`)
    return 0
  },
})
