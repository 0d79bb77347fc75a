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
      return connectAs((await import("./google-ads/index.ts")).googleAds, destination, world)
    case "linkedin":
      return connectAs((await import("./linkedin/index.ts")).linkedin, destination, world)
    case "tiktok":
      return connectAs((await import("./tiktok/index.ts")).tiktok, destination, world)
    case "pipedrive":
      return connectAs((await import("./pipedrive/index.ts")).pipedrive, destination, world)
    case "rest":
      return connectAs((await import("./rest/index.ts")).rest, destination, world)
    case "files":
      return connectAs((await import("./files/index.ts")).files, destination, world)
    case "bigquery":
      return connectAs((await import("./bigquery/index.ts")).bigquery, destination, world)
    case "floodlight":
    case "microsoft":
    case "pinterest":
    case "pixel":
      return undefined
  }
}
