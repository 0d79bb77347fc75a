import { type Emission, imageTag, vendorName } from "./emission.ts"

/** Any vendor's image address; `{{event}}` and `{{parameter}}` in it are filled in. */
export const pixel = (emission: Emission<"pixel">): void => {
  const { destination, events, field } = emission
  for (const event of events)
    imageTag(
      emission,
      destination.id,
      event,
      destination.url.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => (key === "event" ? vendorName(event, destination, (name) => name) : field(key))),
    )
}
