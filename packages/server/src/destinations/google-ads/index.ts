import { misconfigured } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"

/**
 * Google Ads takes browser events by the container. Server events would need the Data Manager API, which this version
 * does not speak: such a delivery is kept as a dead letter with this reason, so that it can be replayed once it does.
 */
export const googleAds: DestinationKind<"google-ads"> = {
  defaultUrl: "https://datamanager.googleapis.com",
  concurrency: 1,
  connect: () => ({ deliver: () => Promise.resolve(misconfigured("google_ads_by_server_not_supported")) }),
}
