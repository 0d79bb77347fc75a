import type { DestinationType, ResolvedDestination } from "@tagwright/formats"
import type { DestinationKind, DestinationWorld, Sender } from "./destination.ts"
import { ga4 } from "./ga4/index.ts"
import { googleAds } from "./google-ads/index.ts"
import { hubspot } from "./hubspot/index.ts"
import { mailerlite } from "./mailerlite/index.ts"
import { meta } from "./meta/index.ts"
import { pixel } from "./pixel/index.ts"
import { webhook } from "./webhook/index.ts"

/** Every type of destination the plan can name. */
const kinds: { [T in DestinationType]: DestinationKind<T> } = { ga4, meta, "google-ads": googleAds, pixel, hubspot, mailerlite, webhook }

export interface Connected {
  id: string
  windowMs: number | undefined
  concurrency: number
  sender: Sender
}

const connectAs = <T extends DestinationType>(kind: DestinationKind<T>, destination: Extract<ResolvedDestination, { type: T }>, world: (defaultUrl: string) => DestinationWorld): Connected => ({
  id: destination.id,
  windowMs: kind.windowMs,
  concurrency: kind.concurrency,
  sender: kind.connect(destination, world(kind.defaultUrl)),
})

/** `world` is given the vendor's own address and answers with the one to use. */
export const connect = (destination: ResolvedDestination, world: (defaultUrl: string) => DestinationWorld): Connected => {
  switch (destination.type) {
    case "ga4":
      return connectAs(kinds.ga4, destination, world)
    case "meta":
      return connectAs(kinds.meta, destination, world)
    case "google-ads":
      return connectAs(kinds["google-ads"], destination, world)
    case "pixel":
      return connectAs(kinds.pixel, destination, world)
    case "hubspot":
      return connectAs(kinds.hubspot, destination, world)
    case "mailerlite":
      return connectAs(kinds.mailerlite, destination, world)
    case "webhook":
      return connectAs(kinds.webhook, destination, world)
  }
}
