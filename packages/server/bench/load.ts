import { request, Agent } from "node:http"
import { parentPort, workerData } from "node:worker_threads"

/** A closed-loop load generator in a thread of its own: `connections` requests under way for `ms`; reports count and latencies. */
const { url, connections, ms, body }: { url: string; connections: number; ms: number; body: string } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const end = performance.now() + ms
const latencies: number[] = []
let failures = 0

/** The same bytes but for the event ids, which must differ. */
const fresh = (): string => body.replaceAll("$ID", () => Math.random().toString(36).slice(2) + latencies.length.toString(36))

const one = (): Promise<void> =>
  new Promise((resolve) => {
    const text = fresh()
    const started = performance.now()
    const outgoing = request(url, { method: "POST", agent, headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) } }, (response) => {
      response.resume().on("end", () => {
        latencies.push(performance.now() - started)
        if (response.statusCode !== 200) failures += 1
        resolve()
      })
    })
    outgoing.on("error", () => {
      failures += 1
      resolve()
    })
    outgoing.end(text)
  })
const loop = async (): Promise<void> => {
  while (performance.now() < end) await one()
}
await Promise.all(Array.from({ length: connections }, loop))
latencies.sort((a, b) => a - b)
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
parentPort?.postMessage({ perSecond: latencies.length / (ms / 1000), p50: at(0.5), p99: at(0.99), failures })
agent.destroy()
