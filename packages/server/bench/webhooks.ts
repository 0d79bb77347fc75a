/**
 * `node bench/webhooks.ts [seconds] [per second]`: signed Stripe messages at a steady rate while every destination takes
 * connections and never answers. The figure is the time to the 200; the queue behind it fills all the while.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Stripe } from "stripe"
import { startServer } from "../src/index.ts"
import { shopPlan } from "../test/helpers/plan.ts"
import { SECRETS } from "../test/helpers/secrets.ts"

const [seconds = "20", rate = "200"] = process.argv.slice(2)
const hanging = createServer(() => undefined)
await new Promise<void>((done) => hanging.listen(0, "127.0.0.1", done))
const address = hanging.address()
const url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`
const data = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "tagwright-bench-"))
const server = await startServer({ plan: shopPlan(), environment: "production", data, secrets: (name) => SECRETS[name], vendors: { ga4: url, meta: url, hubspot: url, mailerlite: url } })

let number = 0
const latencies: number[] = []
const failures: number[] = []
const one = async (): Promise<void> => {
  const id = `${Date.now()}_${number++}`
  const payload = JSON.stringify({ id: `evt_${id}`, object: "event", api_version: Stripe.API_VERSION, created: Math.floor(Date.now() / 1000), type: "checkout.session.completed", data: { object: { id: `cs_${id}`, object: "checkout.session", payment_status: "paid", payment_intent: `pi_${id}`, client_reference_id: "lead-1", amount_total: 4_200, currency: "eur" } } })
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRETS["STRIPE_WEBHOOK_SECRET"] ?? "" })
  const started = performance.now()
  const answer = await fetch(`${server.url}/webhooks/stripe`, { method: "POST", body: payload, headers: { "stripe-signature": signature } })
  await answer.arrayBuffer()
  latencies.push(performance.now() - started)
  if (answer.status !== 200) failures.push(answer.status)
}
const under: Promise<void>[] = []
const end = performance.now() + Number(seconds) * 1000
for (let next = performance.now(); next < end; next += 1000 / Number(rate)) {
  await pause(Math.max(0, next - performance.now()))
  under.push(one())
}
await Promise.all(under)
hanging.closeAllConnections()
hanging.close()
await server.close()
rmSync(data, { recursive: true, force: true })
latencies.sort((a, b) => a - b)
const at = (share: number): number => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1))
console.log(JSON.stringify({ messages: latencies.length, "per second": Number(rate), "p50, ms": at(0.5), "p99, ms": at(0.99), "longest, ms": at(0.9999), failures: failures.length }, null, 2))
