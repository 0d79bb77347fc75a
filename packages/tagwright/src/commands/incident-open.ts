import { Fault, type IncidentRecord } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

const severities = ["SEV1", "SEV2", "SEV3"] as const

export const command = defineCommand({
  summary: "Open an incident; with the release that caused it, if one did.",
  usage: "incident open --severity SEV2 --summary WORDS [--release vX.Y.Z] [--server URL] [--json]",
  examples: ['tagwright incident open --severity SEV2 --summary "no purchases since 10:00" --release v1.2.0'],
  options: { severity: { type: "string" }, summary: { type: "string" }, release: { type: "string" }, ...opsOptions },
  describe: { severity: "SEV1, SEV2 or SEV3; see incident response", summary: "what is wrong; no personal data", release: "counts against K10", ...opsDescribe },
  async run({ values, io }) {
    const severity = severities.find((one) => one === values.severity)
    if (severity === undefined || values.summary === undefined) throw new Fault("caller", "incident open needs --severity and --summary", "For example: tagwright incident open --severity SEV2 --summary \"no purchases\"")
    const at = Date.now()
    const record: IncidentRecord = { kind: "incident", at, incident: `inc-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}`, severity, state: "opened", summary: values.summary, ...(values.release === undefined ? {} : { release: values.release }) }
    await opsClient(io, values.server).post("/ops/api/operations", { records: [record] })
    io.out(values.json === true ? `${JSON.stringify(record)}\n` : `${record.incident} is open\n`)
    return 0
  },
})
