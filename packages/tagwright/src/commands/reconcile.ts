import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Compare the payment provider's own list of payments and refunds with what is recorded, and fill the gaps: Stripe, Paddle, Mollie, PayPal, Shopify.",
  usage: "reconcile [WEBHOOK] [--since DATE] [--server URL] [--json]",
  examples: ["tagwright reconcile", "tagwright reconcile stripe --since 2026-11-01 --json", "tagwright reconcile paddle"],
  options: { since: { type: "string" }, ...opsOptions },
  describe: { since: "from this day on (default: the last seven days)", ...opsDescribe },
  async run({ values, positionals, io }) {
    const since = values.since === undefined ? undefined : Date.parse(values.since)
    if (since !== undefined && Number.isNaN(since)) throw new Fault("caller", `"${values.since}" is not a date`, "Write it as 2026-11-01")
    const answer = await opsClient(io, values.server).post(`/ops/api/reconcile/${encodeURIComponent(positionals[0] ?? "stripe")}`, { since })
    const report: Record<string, unknown> = typeof answer === "object" && answer !== null ? { ...answer } : {}
    const filled = Array.isArray(report["backfilled"]) ? report["backfilled"].length : 0
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${String(report["atProvider"])} at the provider, ${String(report["recorded"])} recorded, ${filled} filled in\n`)
    return filled > 0 ? 1 : 0
  },
})
