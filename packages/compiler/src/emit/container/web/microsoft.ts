import { boolean, list, row, template } from "../build.ts"
import { consentEvent } from "../names.ts"
import { type Emission, fieldOfType, flatFields, initializationAllPages, vendorName } from "./emission.ts"

const folder = "Microsoft Advertising"

/** Microsoft's UET: the page load tag, and a custom event for every event of the plan. */
export const microsoft = (emission: Emission<"microsoft">): void => {
  const { to, names, destination, events, trigger, blocking, consentSettings } = emission
  to.tag({
    name: names.tag("Microsoft", "page load"),
    type: "baut",
    notes: `destinations.${destination.id}: loads UET`,
    parameter: [template("tagId", destination.tagId), template("uetqName", "uetq"), template("eventType", "PAGE_LOAD")],
    firingTriggerId: [initializationAllPages, trigger(consentEvent, "Pushed by the kit after every choice of the visitor")],
    blockingTriggerId: blocking,
    consentSettings,
    folder,
  })
  for (const event of events) {
    const [value, currency] = [fieldOfType(emission, event, "money"), fieldOfType(emission, event, "currency")]
    to.tag({
      name: names.tag("Microsoft", event.name),
      type: "baut",
      notes: `destinations.${destination.id}: ${event.describe}`,
      parameter: [
        template("tagId", destination.tagId),
        template("uetqName", "uetq"),
        template("eventType", "CUSTOM"),
        template("customEventAction", vendorName(event, destination, (name) => name)),
        ...(value === undefined ? [] : [boolean("c_revenueValue", true), template("eventValue", value)]),
        ...(currency === undefined ? [] : [template("p_currency", currency)]),
        list("customConfigTable", flatFields(emission, event).map(([key, field]) => row({ customConfigName: key, customConfigValue: field }))),
      ],
      firingTriggerId: [trigger(event.name, event.describe)],
      blockingTriggerId: blocking,
      consentSettings,
      folder,
    })
  }
}
