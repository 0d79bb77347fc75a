import { rowsIn } from "../../ops/client.ts"
import type { Drill } from "../drill.ts"

const SESSION = "cs_drill_outage"
const secretOf = (world: Parameters<Drill["damage"]>[0]): string => world.plan.webhooks[world.webhook ?? ""]?.secret ?? ""

/** The webhook's secret is missing: messages are kept apart and asked for again, and nobody is measured as a buyer. */
export const webhookOutage: Drill = {
  page: "runbooks/alerts/WebhooksFail.md",
  detectedBy: "the alert WebhooksFail",
  unfit: ({ webhook }) => (webhook === undefined ? "it has no webhook of Stripe" : undefined),
  damage: async (world) => {
    await world.stop()
    await world.start([secretOf(world)])
    await world.pay(SESSION)
  },
  detected: async (world) => {
    const alert = (await world.alerts()).find(({ rule }) => rule === "WebhooksFail")
    if (alert !== undefined) world.values.set("ALERT", alert.alert)
    return alert !== undefined
  },
  steps: [
    { say: "Say that you are on it.", command: "tagwright alerts acknowledge $ALERT --by $ME" },
    { say: "See what needs a person.", command: "tagwright status" },
    { say: "Put the signing secret back into its variable, restart the server.", act: async (world) => (await world.stop(), world.start()) },
    { say: "The provider sends again.", act: async (world) => void (await world.pay(SESSION)) },
    { say: "See the figures.", command: "tagwright kpis" },
  ],
  recovered: async (world) => {
    const names = Object.values(world.plan.events).filter(({ from }) => from?.when === "paid").map(({ name }) => name)
    return rowsIn(await world.get("/ops/api/events"), "events").some((event) => names.includes(String(event["event"])))
  },
}
