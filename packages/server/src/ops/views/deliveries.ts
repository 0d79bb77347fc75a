import type { OpsAttempt, OpsDelivery, OpsDeliveryDetail, OpsPage } from "@tagwright/formats"
import { HttpError, jsonAnswer, type Call } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import type { AttemptRow, DeliveryFilter, DeliveryRow } from "../../store/browse/queries.ts"
import { limitOf, numberIn, queryOf, textIn } from "../input.ts"
import type { ViewContext } from "./context.ts"

/** A screenful; the next one is a click away. */
const PAGE = 50
const MOST = 500

const stateOf = (state: string): OpsDelivery["state"] => (state === "pending" || state === "delivered" || state === "dead" ? state : "withheld")

export const deliveryView = ({ answer: _, dueAt, settledAt, state, ...row }: DeliveryRow): OpsDelivery => ({
  ...row,
  state: stateOf(state),
  ...(state === "pending" ? { dueAt } : { settledAt }),
})

/** The attempts that did not deliver were written down one by one; the one that did stands on the delivery itself. */
export const withTries = (row: DeliveryRow, attempts: readonly AttemptRow[]): OpsDeliveryDetail => {
  const tries: OpsAttempt[] = attempts.filter(({ deliveryId }) => deliveryId === row.id).map(({ deliveryId: _, state, ...one }) => ({ ...one, outcome: state === "pending" ? "retry" : state }))
  const { settledAt, attempts: attempt, status, answer } = row
  if (row.state === "delivered" && settledAt !== undefined) tries.push({ attempt, at: settledAt, outcome: "delivered", status, answer })
  return { ...deliveryView(row), tries }
}

/** The filter of an address, as the list and its export share it. */
export const deliveryFilter = (call: Call): Omit<DeliveryFilter, "limit"> => {
  const query = queryOf(call)
  return {
    before: query.has("before") ? numberIn(query, "before", 0) : undefined,
    state: textIn(query, "state"),
    destination: textIn(query, "destination"),
    reason: textIn(query, "reason"),
    reasonClass: textIn(query, "class"),
    event: textIn(query, "event"),
  }
}

/** `GET /ops/api/log/deliveries[/:id]`, `GET /ops/api/dead-letters` */
export const deliveryRoutes = ({ access, browse }: ViewContext): Route[] => [
  {
    method: "GET",
    path: "/ops/api/log/deliveries",
    handle: async (call) => {
      access(call, "read")
      const limit = limitOf(queryOf(call), PAGE, MOST)
      const rows = await browse.ask("deliveries", { ...deliveryFilter(call), limit })
      return jsonAnswer(200, { items: rows.map(deliveryView), next: rows.length === limit ? rows.at(-1)?.id : undefined } satisfies OpsPage<OpsDelivery>)
    },
  },
  {
    method: "GET",
    path: "/ops/api/log/deliveries/:id",
    handle: async (call, params) => {
      access(call, "read")
      const row = await browse.ask("delivery", Number(params["id"]))
      if (row === undefined) throw new HttpError(404, "no_such_delivery")
      return jsonAnswer(200, withTries(row, await browse.ask("attempts", [row.id])))
    },
  },
  {
    method: "GET",
    path: "/ops/api/dead-letters",
    handle: async (call) => {
      access(call, "read")
      return jsonAnswer(200, { groups: await browse.ask("deadGroups") })
    },
  },
]

/** Which delivery a replay takes: said for the audit log, in names and counts. */
export const selectionText = ({ ids, destination, reason }: { ids?: readonly number[] | undefined; destination?: string | undefined; reason?: string | undefined }): string =>
  [ids && `${ids.length} by number`, destination && `destination ${destination}`, reason && `reason ${reason}`].filter(Boolean).join(", ")
