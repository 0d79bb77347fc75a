import { type Emission, flatFields, imageTag, pascal, vendorName } from "./emission.ts"

/** Meta's documented image form of the pixel (`/tr`). `eid` is the event id that the Conversions API repeats. */
export const meta = (emission: Emission<"meta">): void => {
  const { destination, events, field } = emission
  for (const event of events) {
    const query = [`id=${destination.pixelId}`, `ev=${vendorName(event, destination, pascal)}`, "noscript=1", `eid=${field("event_id")}`, ...flatFields(emission, event).map(([key, value]) => `cd[${key}]=${value}`)]
    imageTag(emission, "Meta", event, `https://www.facebook.com/tr?${query.join("&")}`)
  }
}
