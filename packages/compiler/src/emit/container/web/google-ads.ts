import { boolean, template } from "../build.ts"
import { consentEvent } from "../names.ts"
import { type Emission, fieldOfType, initializationAllPages } from "./emission.ts"

const folder = "Google Ads"

/** The conversion linker, and a conversion tag for every event that has a label. */
export const googleAds = (emission: Emission<"google-ads">): void => {
  const { to, names, destination, events, trigger, blocking, consentSettings } = emission
  to.tag({
    name: names.conversionLinker,
    type: "gclidw",
    notes: `destinations.${destination.id}: keeps the click id of an advertisement`,
    parameter: [boolean("enableCrossDomain", false), boolean("enableUrlPassthrough", false), boolean("enableCookieOverrides", false)],
    firingTriggerId: [initializationAllPages, trigger(consentEvent, "Pushed by the kit after every choice of the visitor")],
    blockingTriggerId: blocking,
    consentSettings,
    folder,
  })
  for (const event of events) {
    const label = destination.labels[event.name]
    if (label === undefined) continue
    const [value, currency, order] = [fieldOfType(emission, event, "money"), fieldOfType(emission, event, "currency"), fieldOfType(emission, event, "id")]
    to.tag({
      name: names.tag("Google Ads", event.name),
      type: "awct",
      notes: `destinations.${destination.id}: ${event.describe}`,
      parameter: [
        boolean("enableNewCustomerReporting", false),
        boolean("enableConversionLinker", true),
        boolean("enableProductReporting", false),
        ...(value === undefined ? [] : [template("conversionValue", value)]),
        template("conversionCookiePrefix", "_gcl"),
        boolean("enableShippingData", false),
        ...(order === undefined ? [] : [template("orderId", order)]),
        template("conversionId", destination.conversionId.replace("AW-", "")),
        ...(currency === undefined ? [] : [template("currencyCode", currency)]),
        template("conversionLabel", label),
        boolean("rdp", false),
      ],
      firingTriggerId: [trigger(event.name, event.describe)],
      blockingTriggerId: blocking,
      consentSettings,
      folder,
    })
  }
}
