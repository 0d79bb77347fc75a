/** What the documentation reads about destinations. The running server loads each of them only when its plan has it. */
import { bigquery } from "./bigquery/index.ts"
import { files } from "./files/index.ts"
import type { ServedType } from "./example.ts"
import { ga4 } from "./ga4/index.ts"
import { googleAds } from "./google-ads/index.ts"
import { hubspot } from "./hubspot/index.ts"
import { linkedin } from "./linkedin/index.ts"
import { mailerlite } from "./mailerlite/index.ts"
import { meta } from "./meta/index.ts"
import { pipedrive } from "./pipedrive/index.ts"
import { rest } from "./rest/index.ts"
import { tiktok } from "./tiktok/index.ts"
import { webhook } from "./webhook/index.ts"

export { createTable } from "./bigquery/table.ts"
export { examples } from "./examples.ts"
export { columns } from "./row.ts"

const kinds: Record<ServedType, { windowMs?: number }> = { ga4, meta, "google-ads": googleAds, linkedin, tiktok, hubspot, mailerlite, pipedrive, rest, webhook, files, bigquery }
/** The oldest event that each vendor takes, in ms; undefined: no limit. */
export const windows: ReadonlyMap<string, number | undefined> = new Map(Object.entries(kinds).map(([type, { windowMs }]) => [type, windowMs]))
