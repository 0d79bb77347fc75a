import { z } from "zod"
import { severities, type AlertsAnswer, type OperationKind, type OperationsAnswer } from "@tagwright/formats"
import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer, type Call } from "../http/answer.ts"
import { alertViews, isOpen } from "../operations/alerts.ts"
import type { Operations } from "../operations/start-operations.ts"
import { operationSchema } from "../operations/ledger.ts"
import type { Guarded } from "./guarded.ts"
import { limitOf, numberIn, queryOf, textIn } from "./input.ts"

const BODY_CAP_BYTES = 1024 * 1024
const USUAL_PAGE = 200
const MOST_PAGE = 2_000

const readBody = async <T>(call: Call, schema: z.ZodType<T>): Promise<T> => {
  const text = (await call.body(BODY_CAP_BYTES)).toString()
  const result = schema.safeParse(parse(text))
  if (result.success) return result.data
  throw new HttpError(400, `not_as_expected: ${result.error.issues[0]?.path.join(".") || "body"}`)
}
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What Alertmanager posts (webhook receiver, version 4): only what is used of it. */
const alertmanager = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
      fingerprint: z.string().min(1).max(100),
      startsAt: z.iso.datetime({ offset: true }),
    }),
  ),
})

/** Alerts and the ledger of operations. */
export const operationsRoutes = (context: ServerContext, operations: Operations, guarded: Guarded) => {
  const { ledger, clock } = context
  const views = () => alertViews(ledger.records())
  return [
    guarded("GET", "/ops/api/alerts", "read", (call) => {
      const open = queryOf(call).get("state") === "open"
      const answer: AlertsAnswer = { alerts: views().filter((alert) => !open || isOpen(alert)) }
      return jsonAnswer(200, answer)
    }),
    guarded("POST", "/ops/api/alerts/:id/acknowledge", "operate", async (call, { id = "" }, actor) => {
      const { by: given } = await readBody(call, z.strictObject({ by: z.string().min(1).max(100) }))
      // Who is signed in cannot take an alert on in somebody else's name.
      const by = actor.accountId === undefined ? given : actor.name
      const alert = views().find((one) => one.alert === id)
      if (alert === undefined) throw new HttpError(404, "no_such_alert")
      if (alert.acknowledgedAt === undefined) ledger.append([{ kind: "alert-acknowledged", alert: id, by, at: clock.now() }])
      return jsonAnswer(200, { acknowledged: true })
    }),
    guarded("POST", "/ops/api/alertmanager", "operate", async (call) => {
      const { alerts } = await readBody(call, alertmanager)
      for (const { status, labels, annotations, fingerprint, startsAt } of alerts) {
        const severity = severities.find((one) => one === labels["severity"]) ?? "ticket"
        context.alarms.report({
          alert: `${fingerprint}-${Date.parse(startsAt)}`,
          rule: labels["alertname"] ?? "unnamed",
          severity,
          summary: annotations["summary"] ?? labels["alertname"] ?? "An alert without words",
          labels,
          runbook: annotations["runbook_url"] ?? "",
          firing: status === "firing",
        })
      }
      return jsonAnswer(200, { taken: alerts.length })
    }),
    guarded("GET", "/ops/api/operations", "read", (call) => {
      const query = queryOf(call)
      const kind = textIn(query, "kind")
      const offset = numberIn(query, "offset", 0)
      const limit = limitOf(query, USUAL_PAGE, MOST_PAGE)
      const since = numberIn(query, "since", 0)
      const found = ledger.records().filter((record) => (kind === undefined || record.kind === kind) && record.at >= since).toReversed()
      const answer: OperationsAnswer = { records: found.slice(offset, offset + limit), next: offset + limit < found.length ? offset + limit : null }
      return jsonAnswer(200, answer)
    }),
    guarded("POST", "/ops/api/operations", "operate", async (call) => {
      const { records } = await readBody(call, z.strictObject({ records: z.array(operationSchema).max(5_000) }))
      const known = new Set(ledger.records().map((record) => JSON.stringify(record)))
      const fresh = records.filter((record) => !ownKinds.has(record.kind) && !known.has(JSON.stringify(record)))
      ledger.append(fresh)
      return jsonAnswer(200, { added: fresh.length })
    }),
    guarded("POST", "/ops/api/canaries/:id", "operate", async (_call, { id = "" }) => {
      const destination = context.runtime.plan.destinations[id]
      const record = destination && (await context.canaries.probe(destination))
      if (record === undefined) throw new HttpError(404, "no_probe_for_this_destination")
      return jsonAnswer(200, record)
    }),
    guarded("POST", "/ops/api/watch", "operate", async () => {
      await operations.lookNow()
      return jsonAnswer(200, { alerts: views().filter(isOpen) })
    }),
  ]
}

/** What only the server itself may say: it was there. */
const ownKinds: ReadonlySet<OperationKind> = new Set(["alert-fired", "alert-acknowledged", "alert-resolved", "alert-sent", "reconciliation"])
