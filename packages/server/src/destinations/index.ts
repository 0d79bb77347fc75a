import type { DestinationType, ResolvedDestination } from "@tagwright/formats"
import type { DestinationKind, DestinationWorld, Sender } from "./destination.ts"
import { ga4 } from "./ga4/index.ts"
import { hubspot } from "./hubspot/index.ts"
import { mailerlite } from "./mailerlite/index.ts"
import { meta } from "./meta/index.ts"
import { webhook } from "./webhook/index.ts"

export interface Connected {
  id: string
  windowMs: number | undefined
  concurrency: number
  sender: Sender
}
type World = (defaultUrl: string) => DestinationWorld

const connectAs = <T extends DestinationType>(kind: DestinationKind<T>, destination: Extract<ResolvedDestination, { type: T }>, world: World): Connected => ({
  id: destination.id,
  windowMs: kind.windowMs,
  concurrency: kind.concurrency,
  sender: kind.connect(destination, world(kind.defaultUrl)),
})

/** `world` is given the vendor's own address and answers with the one to use. Undefined: browsers alone carry events there. */
export const connect = (destination: ResolvedDestination, world: World): Connected | undefined => {
  switch (destination.type) {
    case "ga4":
      return connectAs(ga4, destination, world)
    case "meta":
      return connectAs(meta, destination, world)
    case "hubspot":
      return connectAs(hubspot, destination, world)
    case "mailerlite":
      return connectAs(mailerlite, destination, world)
    case "webhook":
      return connectAs(webhook, destination, world)
    case "google-ads":
    case "floodlight":
    case "linkedin":
    case "tiktok":
    case "microsoft":
    case "pinterest":
    case "pixel":
      return undefined
  }
}
