import type { OpsErased } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { needLead, opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Show what is known of a person: names, consent, events. No personal values.",
  usage: "lead show LEAD_ID [--server URL] [--json]",
  examples: ["tagwright lead show 3f1c9a52-…"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const answer = await opsClient(io, values.server).as<{ erased?: OpsErased }>(`/ops/api/leads/${needLead(positionals)}`)
    if (values.json === true) return (io.out(`${JSON.stringify(answer, null, 2)}\n`), 0)
    const { erased } = answer
    if (erased !== undefined) io.out(`erased before, on ${new Date(erased.at).toISOString()}; ${erased.withheldFrom.length === 0 ? "agreed anew since" : `until they agree anew nothing goes to ${erased.withheldFrom.join(", ")}`}\n`)
    const events = rowsIn(answer, "events").map((event) => ({ ...event, time: new Date(Number(event["at"])).toISOString() }))
    io.out(`${table(events, ["time", "event", "source", "channel"])}\n`)
    return 0
  },
})
