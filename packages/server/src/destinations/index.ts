import type { DestinationType, ResolvedDestination } from "@tagwright/formats"
import type { DestinationKind, DestinationWorld, Sender } from "./destination.ts"

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

/** Loads a destination only when the plan has one: the vendors' SDKs are slow to load. `world` is given the vendor's own address and answers with the one to use. Undefined: browsers alone carry events there. */
export const connect = async (destination: ResolvedDestination, world: World): Promise<Connected | undefined> => {
  switch (destination.type) {
    case "ga4":
      return connectAs((await import("./ga4/index.ts")).ga4, destination, world)
    case "meta":
      return connectAs((await import("./meta/index.ts")).meta, destination, world)
    case "hubspot":
      return connectAs((await import("./hubspot/index.ts")).hubspot, destination, world)
    case "mailerlite":
      return connectAs((await import("./mailerlite/index.ts")).mailerlite, destination, world)
    case "webhook":
      return connectAs((await import("./webhook/index.ts")).webhook, destination, world)
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
