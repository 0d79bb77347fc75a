import { connect, type Socket } from "node:net"
import { parentPort, workerData } from "node:worker_threads"

/**
 * A closed-loop load generator in a thread of its own: `connections` requests under way for `ms`; reports count and
 * latencies. Raw sockets, so that it costs less than the server it measures; answers are read by their content-length.
 */
const { url, connections, ms, body }: { url: string; connections: number; ms: number; body: string } = workerData
const { hostname, port, pathname } = new URL(url)
/** Ids differ from request to request and keep their length: a template is patched, not built. */
const PLACE = "$ID________"
/** So many visitors in turn, each with so many events before another comes; who comes later has a later name, as the kit's begin with their time. */
const LEAD = "$LEAD"
const LEADS = 1_000
const EVENTS_EACH = 10
const leadId = (): string => (Math.floor(number / LEADS / EVENTS_EACH) * LEADS + (number % LEADS)).toString(36).padStart(LEAD.length, "0").slice(-LEAD.length)
const text = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const parts = text.split(PLACE)
const end = performance.now() + ms
const latencies: number[] = []
let failures = 0
let number = Math.floor(Math.random() * 1e9) * 1_000
const freshId = (): string => (number++).toString(36).padStart(PLACE.length, "0").slice(-PLACE.length)
const fresh = (): string => parts.reduce((whole, part) => whole + freshId() + part).replace(LEAD, leadId())

const LENGTH = /content-length: (\d+)/i
/** How many bytes the answer that starts here has, or undefined while its head is incomplete. */
const sizeOf = (seen: string): number | undefined => {
  const head = seen.indexOf("\r\n\r\n")
  return head < 0 ? undefined : head + 4 + Number(LENGTH.exec(seen.slice(0, head))?.[1] ?? 0)
}

const client = (): Promise<void> =>
  new Promise((resolve) => {
    const socket: Socket = connect(Number(port), hostname)
    let started = 0
    let seen = ""
    const next = (): void => {
      if (performance.now() >= end) return void socket.end(resolve)
      started = performance.now()
      socket.write(fresh())
    }
    socket.setNoDelay(true)
    socket.on("connect", next)
    socket.on("data", (chunk) => {
      seen += chunk.toString("latin1")
      const size = sizeOf(seen)
      if (size === undefined || seen.length < size) return
      latencies.push(performance.now() - started)
      if (!seen.startsWith("HTTP/1.1 200")) failures += 1
      seen = ""
      next()
    })
    socket.on("error", () => {
      failures += 1
      resolve()
    })
  })
await Promise.all(Array.from({ length: connections }, client))
latencies.sort((a, b) => a - b)
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
parentPort?.postMessage({ perSecond: latencies.length / (ms / 1000), p50: at(0.5), p99: at(0.99), failures })
