import { Fault, type IncidentRecord } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Close an incident.",
  usage: "incident close INCIDENT [--summary WORDS] [--server URL] [--json]",
  examples: ['tagwright incident close inc-20261125100000 --summary "webhook secret exchanged"'],
  options: { summary: { type: "string" }, ...opsOptions },
  describe: { summary: "what mended it", ...opsDescribe },
  async run({ values, positionals, io }) {
    const [incident] = positionals
    const client = opsClient(io, values.server)
    const known = rowsIn(await client.get("/ops/api/operations?kind=incident&limit=2000"), "records").find((row) => row["incident"] === incident)
    if (incident === undefined || known === undefined) throw new Fault("caller", `there is no incident ${incident ?? ""}`, "tagwright incident open says its name")
    const severity = known["severity"] === "SEV1" || known["severity"] === "SEV3" ? known["severity"] : "SEV2"
    const record: IncidentRecord = { kind: "incident", at: Date.now(), incident, severity, state: "closed", summary: values.summary ?? String(known["summary"]) }
    await client.post("/ops/api/operations", { records: [record] })
    io.out(values.json === true ? `${JSON.stringify(record)}\n` : `${incident} is closed\n`)
    return 0
  },
})
