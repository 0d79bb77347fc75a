import type { Answer } from "../http/answer.ts"
import type { Signals } from "./signals.ts"

/** Proxies close silent connections, often after 30 s. */
const HEARTBEAT_MS = 15_000

/** `GET /ops/api/stream`: one server-sent event per stored event and per settled delivery, ids and states only. */
export const eventStream = (signals: Signals): Answer => ({
  status: 200,
  stream: (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", connection: "keep-alive" })
    response.write(": listening\n\n")
    const unsubscribe = signals.onSignal((signal) => response.write(`event: ${signal.type}\ndata: ${JSON.stringify(signal)}\n\n`))
    const heartbeat = setInterval(() => response.write(": alive\n\n"), HEARTBEAT_MS)
    const end = (): void => {
      clearInterval(heartbeat)
      unsubscribe()
    }
    response.on("close", end)
    signals.onClose(() => response.end())
  },
})
