import type { Answer } from "../http/answer.ts"
import type { Ledger } from "../operations/ledger.ts"
import type { Signals } from "./signals.ts"

/** However much happens, a screen hears of it once a second at most. */
export const EVERY_MS = 1_000
/** Proxies close silent connections, often after 30 s; and whoever watches sees that the server is there. */
const HEARTBEAT_MS = 10_000
/** Then the page connects again, and has to be signed in still. */
const LIFE_MS = 5 * 60_000

/** `GET /ops/api/pulse`: server-sent events that say that something changed, not what. Screens ask for what they show. */
export const pulseStream = (signals: Signals, ledger: Ledger): Answer => ({
  status: 200,
  stream: (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", connection: "keep-alive", "x-accel-buffering": "no" })
    response.write("retry: 2000\n\n")
    const say = (event: string): void => void response.write(`event: ${event}\ndata: {}\n\n`)
    let waiting: NodeJS.Timeout | undefined
    let more = false
    // What happens while a word is on its way gets a word of its own: else a screen could keep what was true just before it.
    const heard = (): void => {
      if (waiting === undefined) waiting = setTimeout(tell, EVERY_MS)
      else more = true
    }
    const tell = (): void => {
      waiting = undefined
      say("changed")
      if (more) heard()
      more = false
    }
    const forget = [signals.onSignal(heard), ledger.onAppend(heard)]
    const heartbeat = setInterval(() => say("alive"), HEARTBEAT_MS)
    const life = setTimeout(() => response.end(), LIFE_MS)
    response.on("close", () => {
      clearInterval(heartbeat)
      clearTimeout(life)
      clearTimeout(waiting)
      for (const unsubscribe of forget) unsubscribe()
    })
    signals.onClose(() => response.end())
  },
})
