import { useEffect, useRef, useState } from "preact/hooks"

/** A screen asks again this often at most, however much happens. */
const CALM_MS = 2_000
/** Ages grow and hours pass also when nothing happens. */
const ANYWAY_MS = 30_000

export interface Connection {
  state: "connecting" | "live" | "lost"
  /** Counts up when screens should ask again */
  beat: number
  /** When the server last said something, ms since 1970 */
  heardAt: number
}

let connection: Connection = { state: "connecting", beat: 0, heardAt: Date.now() }
const listeners = new Set<(connection: Connection) => void>()
const change = (part: Partial<Connection>): void => {
  connection = { ...connection, ...part }
  for (const tell of listeners) tell(connection)
}

let pending: ReturnType<typeof setTimeout> | undefined
let lastBeat = 0
const beat = (): void => {
  pending = undefined
  lastBeat = Date.now()
  if (!document.hidden) change({ beat: connection.beat + 1 })
}
const soon = (): void => {
  pending ??= setTimeout(beat, Math.max(0, lastBeat + CALM_MS - Date.now()))
}

/** Listens to the server's pulse until the answer is called. A hidden page stays silent and catches up when it is seen again. */
export const startPulse = (): (() => void) => {
  const source = new EventSource("/ops/api/pulse")
  source.addEventListener("open", () => change({ state: "live", heardAt: Date.now() }))
  source.addEventListener("error", () => change({ state: "lost" }))
  source.addEventListener("alive", () => change({ state: "live", heardAt: Date.now() }))
  source.addEventListener("changed", () => {
    change({ state: "live", heardAt: Date.now() })
    soon()
  })
  document.addEventListener("visibilitychange", soon)
  const timer = setInterval(soon, ANYWAY_MS)
  return () => {
    source.close()
    document.removeEventListener("visibilitychange", soon)
    clearInterval(timer)
    clearTimeout(pending)
    pending = undefined
  }
}

export const useConnection = (): Connection => {
  const [now, setNow] = useState(connection)
  useEffect(() => {
    listeners.add(setNow)
    setNow(connection)
    return () => void listeners.delete(setNow)
  }, [])
  return now
}
/** Counts up when a screen should ask again; a screen that does not follow stays as it is. */
export const usePulse = (follow: boolean): number => {
  const { beat: count } = useConnection()
  const followed = useRef(count)
  if (follow) followed.current = count
  return followed.current
}
