import type { Workbench } from "./emission.ts"
import { floodlight } from "./floodlight.ts"
import { ga4 } from "./ga4.ts"
import { googleAds } from "./google-ads.ts"
import { linkedin } from "./linkedin.ts"
import { meta } from "./meta.ts"
import { microsoft } from "./microsoft.ts"
import { pinterest } from "./pinterest.ts"
import { pixel } from "./pixel.ts"
import { tiktok } from "./tiktok.ts"

/** The tags of one destination. What the server carries puts nothing into the container. */
export const emitTags = (bench: Workbench): void => {
  const { destination } = bench
  switch (destination.type) {
    case "ga4":
      return ga4({ ...bench, destination })
    case "meta":
      return meta({ ...bench, destination })
    case "google-ads":
      return googleAds({ ...bench, destination })
    case "floodlight":
      return floodlight({ ...bench, destination })
    case "linkedin":
      return linkedin({ ...bench, destination })
    case "tiktok":
      return tiktok({ ...bench, destination })
    case "microsoft":
      return microsoft({ ...bench, destination })
    case "pinterest":
      return pinterest({ ...bench, destination })
    case "pixel":
      return pixel({ ...bench, destination })
    case "hubspot":
    case "mailerlite":
    case "webhook":
      return
  }
}
