import { boolean, template } from "../build.ts"
import { type Emission, fieldOfType } from "./emission.ts"

/** A Floodlight sales tag where the event carries money, a counter tag elsewhere. */
export const floodlight = (emission: Emission<"floodlight">): void => {
  const { to, names, destination, events, trigger, blocking, consentSettings } = emission
  for (const event of events) {
    const activity = destination.activityTags[event.name]
    if (activity === undefined) continue
    const [revenue, order] = [fieldOfType(emission, event, "money"), fieldOfType(emission, event, "id")]
    const sales = revenue !== undefined && order !== undefined
    to.tag({
      name: names.tag("Floodlight", event.name),
      type: sales ? "fls" : "flc",
      notes: `destinations.${destination.id}: ${event.describe}`,
      parameter: [
        template("groupTag", destination.groupTag),
        template("activityTag", activity),
        template("advertiserId", destination.advertiserId),
        ...(sales ? [template("countingMethod", "TRANSACTIONS"), template("revenue", revenue), template("orderId", order)] : [template("ordinalType", "STANDARD")]),
        boolean("useImageTag", true),
        boolean("enableConversionLinker", true),
      ],
      firingTriggerId: [trigger(event.name, event.describe)],
      blockingTriggerId: blocking,
      consentSettings,
      folder: "Floodlight",
    })
  }
}
