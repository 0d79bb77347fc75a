import type { Vendor } from "@tagwright/stand-ins"
import type { Drill } from "../drill.ts"
import type { DrillWorld } from "../world.ts"

/** Destinations that a probe can ask, and the vendor that plays them. */
const probed: readonly Vendor[] = ["hubspot", "mailerlite", "ga4"]
const chosen = ({ plan }: DrillWorld): { id: string; vendor: Vendor } | undefined => {
  for (const vendor of probed) {
    const found = Object.values(plan.destinations).find(({ type }) => type === vendor)
    if (found !== undefined) return { id: found.id, vendor }
  }
  return undefined
}
/** A vendor answers 503 to everything. */
export const destinationDown: Drill = {
  page: "runbooks/alerts/CanaryFails.md",
  detectedBy: "the alert CanaryFails",
  unfit: (world) => (chosen(world) === undefined ? "it has no destination that can be probed" : undefined),
  damage: async (world) => {
    const { id = "", vendor = "ga4" } = chosen(world) ?? {}
    world.values.set("DESTINATION", id)
    world.standIns.control.break(vendor, 503)
  },
  detected: async (world) => {
    await world.cli("canary", world.values.get("DESTINATION") ?? "")
    const alert = (await world.alerts()).find(({ rule }) => rule === "CanaryFails")
    if (alert !== undefined) world.values.set("ALERT", alert.alert)
    return alert !== undefined
  },
  steps: [
    { say: "Say that you are on it.", command: "tagwright alerts acknowledge $ALERT --by $ME" },
    { say: "Probe it now.", command: "tagwright canary $DESTINATION" },
    { say: "See what waits for it, and why.", command: "tagwright deliveries list --state pending --destination $DESTINATION" },
    { say: "Look at the vendor's status page, and wait until it is back.", act: async (world) => world.standIns.control.calm(chosen(world)?.vendor ?? "ga4") },
    { say: "Send again what died meanwhile.", command: "tagwright deliveries replay --destination $DESTINATION" },
  ],
  recovered: async (world) => (await world.cli("canary", world.values.get("DESTINATION") ?? "")).code === 0,
}
