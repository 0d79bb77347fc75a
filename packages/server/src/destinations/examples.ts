import { examples as bigquery } from "./bigquery/examples.ts"
import { examples as files } from "./files/examples.ts"
import { examples as ga4 } from "./ga4/examples.ts"
import { examples as googleAds } from "./google-ads/examples.ts"
import { examples as hubspot } from "./hubspot/examples.ts"
import { examples as linkedin } from "./linkedin/examples.ts"
import { examples as mailerlite } from "./mailerlite/examples.ts"
import { examples as meta } from "./meta/examples.ts"
import { examples as pipedrive } from "./pipedrive/examples.ts"
import { examples as rest } from "./rest/examples.ts"
import { examples as tiktok } from "./tiktok/examples.ts"
import { examples as webhook } from "./webhook/examples.ts"
import type { Example, ServedType } from "./example.ts"

/** Worked examples of every destination. A type without one does not compile. */
export const examples: { [T in ServedType]: readonly Example<T>[] } = { ga4, meta, "google-ads": googleAds, linkedin, tiktok, hubspot, mailerlite, pipedrive, rest, webhook, files, bigquery }
