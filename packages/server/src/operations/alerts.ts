import type { AlertView, OperationRecord } from "@tagwright/formats"

/** Alerts as the ledger tells their story, newest first. */
export const alertViews = (records: readonly OperationRecord[]): AlertView[] => {
  const views = new Map<string, AlertView>()
  for (const record of records) {
    if (record.kind === "alert-fired") {
      const { kind: _, at, ...alert } = record
      views.set(alert.alert, { ...alert, state: "firing", firedAt: at, sent: [] })
      continue
    }
    if (record.kind !== "alert-acknowledged" && record.kind !== "alert-resolved" && record.kind !== "alert-sent") continue
    const view = views.get(record.alert)
    if (view !== undefined) views.set(record.alert, after(view, record))
  }
  return [...views.values()].toReversed()
}

type Change = Extract<OperationRecord, { kind: "alert-acknowledged" | "alert-resolved" | "alert-sent" }>
const after = (view: AlertView, change: Change): AlertView => {
  switch (change.kind) {
    case "alert-acknowledged":
      return { ...view, state: view.state === "resolved" ? "resolved" : "acknowledged", acknowledgedAt: view.acknowledgedAt ?? change.at, acknowledgedBy: view.acknowledgedBy ?? change.by }
    case "alert-resolved":
      return { ...view, state: "resolved", resolvedAt: view.resolvedAt ?? change.at }
    case "alert-sent":
      return { ...view, sent: [...view.sent, { channel: change.channel, ok: change.ok, at: change.at, ...(change.reason === undefined ? {} : { reason: change.reason }) }] }
  }
}

export const isOpen = ({ state }: AlertView): boolean => state !== "resolved"
