import { type Emission, imageTag } from "./emission.ts"

/** LinkedIn's documented event-specific image pixel, for every event that has a conversion id. */
export const linkedin = (emission: Emission<"linkedin">): void => {
  const { destination, events, field } = emission
  for (const event of events) {
    const conversion = destination.conversions[event.name]
    if (conversion !== undefined)
      imageTag(emission, "LinkedIn", event, `https://px.ads.linkedin.com/collect/?pid=${destination.partnerId}&conversionId=${conversion}&eventId=${field("event_id")}&fmt=gif`)
  }
}
