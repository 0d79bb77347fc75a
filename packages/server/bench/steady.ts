import { Agent, request } from "node:http"
import { parentPort, workerData } from "node:worker_threads"

/**
 * An open-loop load generator in a thread of its own: so many requests a second whatever the server does; the time of each counts
 * from the moment it was due, so that a pause of the server is not hidden by waiting for it.
 */
const { url, perSecond, ms, body }: { url: string; perSecond: number; ms: number; body: string } = workerData
const PLACE = "$ID________"
const PERSON = "$LEAD"
const PEOPLE = 1_000
const TICK_MS = 5
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const latencies: number[] = []
let failures = 0
let number = Math.floor(Math.random() * 1e9) * 1_000

const one = (due: number): Promise<void> =>
  new Promise((resolve) => {
    const text = body.replace(PLACE, (number++).toString(36).padStart(PLACE.length, "0").slice(-PLACE.length)).replace(PERSON, String(number % PEOPLE).padStart(PERSON.length, "0"))
    const call = request(url, { method: "POST", agent, headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) } }, (response) => {
      if (response.statusCode !== 200) failures += 1
      response.resume().on("end", () => {
        latencies.push(performance.now() - due)
        resolve()
      })
    })
    call.on("error", () => {
      failures += 1
      resolve()
    })
    call.end(text)
  })

const started = performance.now()
const under: Promise<void>[] = []
let sent = 0
while (performance.now() - started < ms) {
  const due = Math.floor(((performance.now() - started) / 1000) * perSecond)
  for (; sent < due; sent++) under.push(one(started + (sent / perSecond) * 1000))
  await new Promise((resolve) => setTimeout(resolve, TICK_MS))
}
await Promise.all(under)
agent.destroy()
latencies.sort((a, b) => a - b)
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
parentPort?.postMessage({ perSecond: latencies.length / (ms / 1000), p50: at(0.5), p99: at(0.99), failures })
