import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Say whom a vendor has to be told to forget by hand. Holds personal data; known until the letter is closed.",
  usage: "lead errand DELIVERY [--server URL]",
  examples: ["tagwright lead errand 12"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const [delivery] = idsOf(positionals)
    if (delivery === undefined) throw new Fault("caller", "no delivery named", "Give the number of the dead letter")
    io.out(`${JSON.stringify(await opsClient(io, values.server).get(`/ops/api/deliveries/${delivery}/erased`), null, 2)}\n`)
    return 0
  },
})
