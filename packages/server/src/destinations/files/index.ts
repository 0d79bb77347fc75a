import { createHash } from "node:crypto"
import { batcher } from "../batch.ts"
import type { DestinationKind } from "../destination.ts"
import { rowOf, type Row } from "../row.ts"
import { formats } from "./format.ts"
import { bucketPlace, folderPlace } from "./place.ts"

const SECOND_MS = 1000
/** Rows of one file; more are the next file. */
const MOST_ROWS = 1000

interface Item {
  row: Row
  now: number
}

/** Events as files for a warehouse: `<folder>/dt=2026-11-24/<content>.ndjson`. At least once: read with one row per `event_id`. */
export const files: DestinationKind<"files"> = {
  defaultUrl: "",
  concurrency: MOST_ROWS,
  connect: (destination, { baseUrl, secret, send, clock }) => {
    const format = formats[destination.format]
    const place = destination.url.startsWith("file:") ? folderPlace(destination.url) : bucketPlace(destination, baseUrl === "" ? undefined : baseUrl, secret, send)
    const writeFile = batcher<Item>(
      { most: MOST_ROWS, lingerMs: destination.seconds * SECOND_MS },
      async (items) => {
        const now = Math.max(...items.map((item) => item.now))
        const bytes = format.write(items.map(({ row }) => row))
        // Named after what is in it: the same rows written again replace themselves.
        const name = `dt=${new Date(now).toISOString().slice(0, 10)}/${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}.${format.extension}`
        const outcome = await place(name, bytes, format.contentType, now)
        return items.map(() => outcome)
      },
      clock.after,
    )
    return {
      deliver: (input) => writeFile({ row: rowOf(input), now: input.now }),
      // Files are not changed: a row says who has to be deleted, and the warehouse's own job does it.
      forget: (person, now) => writeFile({ row: erasureRow(person, now), now }),
    }
  },
}

const erasureRow = ({ id, leadIds }: { id: string; leadIds: readonly string[] }, now: number): Row => ({
  event_id: id,
  event: "$erasure",
  at: new Date(now).toISOString(),
  received_at: new Date(now).toISOString(),
  source: "operator",
  lead_id: null,
  client_id: null,
  session_id: null,
  page_url: null,
  amount_minor: null,
  amount_exponent: null,
  currency: null,
  params: JSON.stringify({ lead_ids: leadIds }),
  personal: null,
  test_mode: false,
})
