import type { ListenerStart } from "./listening.ts"

/** A timer trigger counts up to its limit; without one it never ends (fact B4). */
export const timers: ListenerStart = ({ host, push }) => ({ uniqueId, params }) => {
  const interval = Number(params["interval"])
  if (!(interval >= 0) || params["interval"] === "" || params["interval"] === undefined) return
  const limit = Number(params["limit"]) > 0 ? Number(params["limit"]) : undefined
  const event = String(params["eventName"] ?? "") || "gtm.timer"
  const started = host.clock.now()
  let count = 0
  const tick = (): void => {
    count += 1
    const now = host.clock.now()
    push({
      event, "gtm.timerId": uniqueId, "gtm.timerEventNumber": count, "gtm.timerInterval": interval, "gtm.timerLimit": limit,
      "gtm.timerStartTime": started, "gtm.timerCurrentTime": now, "gtm.timerElapsedTime": now - started, "gtm.triggers": uniqueId,
    })
    if (limit === undefined || count < limit) host.timers.after(interval, tick)
  }
  host.timers.after(interval, tick)
}
