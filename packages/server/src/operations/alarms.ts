import type { AlertChannel, AlertFired, AlertView, OperationRecord } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import { alertViews, isOpen } from "./alerts.ts"
import type { Notice, SendNotice } from "./channels/channel.ts"
import type { Ledger } from "./ledger.ts"

/** Waits before the second and third try to tell a channel; later ones would tell old news. */
const TELL_AGAIN_MS = [5_000, 30_000] as const

export interface Observation extends Omit<AlertFired, "kind" | "at"> {
  firing: boolean
}
export interface Alarms {
  /** The same alert may be reported as often as one likes: only the first firing and the first end count. */
  report(observation: Observation): void
  open(): AlertView[]
  /** Ends when nothing is being told any more */
  close(): Promise<void>
}
export interface Channel {
  id: string
  config: AlertChannel
  send: SendNotice
}
interface AlarmsInput {
  ledger: Ledger
  clock: Clock
  channels: readonly Channel[]
  environment: string
  onTrouble(channel: string, reason: string): void
}

/** Keeps alerts in the ledger and tells the plan's channels. On disk first: an alert survives a crash before anybody was told. */
export const createAlarms = ({ ledger, clock, channels, environment, onTrouble }: AlarmsInput): Alarms => {
  const under = new Set<Promise<void>>()
  const cancels = new Set<() => void>()
  let closed = false
  const open = (): AlertView[] => alertViews(ledger.records()).filter(isOpen)
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const stop = clock.after(ms, () => {
        cancels.delete(end)
        resolve()
      })
      const end = (): void => {
        stop()
        resolve()
      }
      cancels.add(end)
    })
  const tell = async (channel: Channel, notice: Notice): Promise<void> => {
    for (const pause of [...TELL_AGAIN_MS, undefined]) {
      const reason = await channel.send(notice).catch((error: unknown) => (error instanceof Error ? error.message : "unknown reason"))
      if (closed) return
      const record: OperationRecord = { kind: "alert-sent", alert: notice.alert.alert, channel: channel.id, at: clock.now(), ok: reason === undefined, ...(reason === undefined ? {} : { reason: reason.slice(0, 200) }) }
      ledger.append([record])
      if (reason === undefined || pause === undefined) return
      onTrouble(channel.id, reason)
      await wait(pause)
      if (closed) return
    }
  }
  const tellAll = (notice: Notice): void => {
    for (const channel of channels.filter(({ config }) => config.severities.includes(notice.alert.severity))) {
      const telling = tell(channel, notice).finally(() => under.delete(telling))
      under.add(telling)
    }
  }
  // Whoever crashed between writing and telling tells now.
  for (const alert of open()) if (!alert.sent.some(({ ok }) => ok)) tellAll({ event: "firing", alert, environment })
  return {
    open,
    report: ({ firing, ...alert }) => {
      const known = alertViews(ledger.records()).find((one) => one.alert === alert.alert)
      if (firing ? known !== undefined : known === undefined || !isOpen(known)) return
      ledger.append([firing ? { kind: "alert-fired", at: clock.now(), ...alert } : { kind: "alert-resolved", at: clock.now(), alert: alert.alert }])
      tellAll({ event: firing ? "firing" : "resolved", alert, environment })
    },
    close: async () => {
      closed = true
      for (const end of cancels) end()
      await Promise.all(under)
    },
  }
}
