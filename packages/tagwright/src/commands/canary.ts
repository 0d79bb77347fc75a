import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Probe a destination now. A probe stores nothing at the vendor.",
  usage: "canary DESTINATION [--server URL] [--json]",
  examples: ["tagwright canary crm"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const [destination] = positionals
    if (destination === undefined) throw new Fault("caller", "no destination named", "Give the name of a destination of the plan")
    const answer = await opsClient(io, values.server).post(`/ops/api/canaries/${encodeURIComponent(destination)}`)
    const { ok, reason, ms } = fields(answer)
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : ok === true ? `${destination} took the probe (${String(ms)} ms)\n` : `${destination} refused the probe: ${String(reason)}\n`)
    return ok === true ? 0 : 1
  },
})

const fields = (answer: unknown): Record<string, unknown> => (typeof answer === "object" && answer !== null ? { ...answer } : {})
