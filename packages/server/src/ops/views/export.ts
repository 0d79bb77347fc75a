import { once } from "node:events"
import type { ServerResponse } from "node:http"
import type { Answer, Call } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import type { ViewContext } from "./context.ts"
import { csvLine } from "./csv.ts"
import { deliveryFilter } from "./deliveries.ts"
import { eventFilter } from "./events.ts"

/** Rows asked for at once, and in all: a spreadsheet holds a million; who needs more asks the store. */
const AT_ONCE = 500
const MOST_ROWS = 100_000

type Line = readonly (string | number | boolean | undefined)[]
interface Rows<T> {
  columns: readonly string[]
  /** The next rows, and the key of the last of them */
  read(before: number | undefined): Promise<readonly T[]>
  key(row: T): number
  line(row: T): Line
}
const time = (at: number | undefined): string => (at === undefined ? "" : new Date(at).toISOString())

/** Rows go out while they are read, no faster than the other side takes them; whoever leaves ends it. */
const write = async <T>(response: ServerResponse, { columns, read, key, line }: Rows<T>): Promise<void> => {
  response.write(csvLine(columns))
  let before: number | undefined
  for (let sent = 0; sent < MOST_ROWS && !response.destroyed; sent += AT_ONCE) {
    const rows = await read(before)
    const last = rows.at(-1)
    if (!response.write(rows.map((row) => csvLine(line(row))).join(""))) await Promise.race([once(response, "drain"), once(response, "close")])
    if (last === undefined || rows.length < AT_ONCE) break
    before = key(last)
  }
  response.end()
}
const answer = <T>(name: string, rows: Rows<T>, onFault: (error: unknown) => void): Answer => ({
  status: 200,
  stream: (response) => {
    response.writeHead(200, { "content-type": "text/csv; charset=utf-8; header=present", "content-disposition": `attachment; filename="${name}.csv"`, "cache-control": "no-store", "x-content-type-options": "nosniff" })
    write(response, rows).catch((error: unknown) => {
      onFault(error)
      // A file cut off must not look whole.
      response.destroy()
    })
  },
})

/** `GET /ops/api/export/{events,deliveries}`: what a list shows under its filter, as CSV. People stand under their handle. */
export const exportRoutes = (context: ViewContext): Route[] => {
  const { access, audit, browse, clock, handles, log } = context
  const noted = (call: Call, what: string): void => audit.add(clock.now(), access(call, "read").name, "exported_list", what, call.search)
  const onFault = (error: unknown): void => log.error({ error: String(error) }, "an export broke off")
  return [
    {
      method: "GET",
      path: "/ops/api/export/deliveries",
      handle: (call) => {
        noted(call, "deliveries")
        const filter = deliveryFilter(call)
        return answer("deliveries", {
          columns: ["id", "event", "source", "destination", "state", "attempts", "received", "settled", "reason", "who_must_act", "status", "test_mode"],
          read: (before) => browse.ask("deliveries", { ...filter, before, limit: AT_ONCE }),
          key: ({ id }) => id,
          line: (row) => [row.id, row.event, row.source, row.destination, row.state, row.attempts, time(row.receivedAt), time(row.settledAt), row.reason, row.reasonClass, row.status, row.testMode],
        }, onFault)
      },
    },
    {
      method: "GET",
      path: "/ops/api/export/events",
      handle: (call) => {
        noted(call, "events")
        const filter = eventFilter(call, handles)
        return answer("events", {
          columns: ["seq", "id", "event", "source", "at", "received", "person", "test_mode"],
          read: (before) => browse.ask("events", { ...filter, before, limit: AT_ONCE }),
          key: ({ seq }) => seq,
          line: ({ seq, id, name, source, at, receivedAt, leadId, testMode }) => [seq, id, name, source, time(at), time(receivedAt), leadId === undefined ? "" : handles.of(leadId), testMode],
        }, onFault)
      },
    },
  ]
}
