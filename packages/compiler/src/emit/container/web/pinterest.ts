import { type Emission, flatFields, imageTag, vendorName } from "./emission.ts"

/** Pinterest's documented image tag; `ed` is the event data. */
export const pinterest = (emission: Emission<"pinterest">): void => {
  const { destination, events, field } = emission
  for (const event of events) {
    const data = [["event_id", field("event_id")], ...flatFields(emission, event)].map(([key, value]) => `ed[${key}]=${value}`)
    imageTag(emission, "Pinterest", event, `https://ct.pinterest.com/v3/?event=${vendorName(event, destination, (name) => name)}&tid=${destination.tagId}&${data.join("&")}&noscript=1`)
  }
}
