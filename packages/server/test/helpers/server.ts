import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import type { CollectBatch, CollectEvent } from "@tagwright/formats"
import { startServer, type ServerOptions } from "../../src/index.ts"
import { shopPlan } from "./plan.ts"
import { SECRETS, TOKEN } from "./secrets.ts"

export { SECRETS, TOKEN }

export const dataFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-server-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A server on a folder of its own, closed when the test ends. */
export const startTestServer = async (options: Partial<ServerOptions> = {}) => {
  const server = await startServer({
    plan: shopPlan(),
    environment: "production",
    data: dataFolder(),
    secrets: (name) => SECRETS[name],
    adminToken: TOKEN,
    allowPrivateAddresses: true,
    random: () => 0.5,
    ...options,
  })
  let closed = false
  const close = async (): Promise<void> => {
    if (!closed) await server.close()
    closed = true
  }
  onTestFinished(close)
  const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } })).json()
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) })
  return { ...server, close, get, post, ops: (path: string, body: unknown) => post(path, body, { authorization: `Bearer ${TOKEN}` }) }
}
export type TestServer = Awaited<ReturnType<typeof startTestServer>>

export const allGranted = { necessary: true, analytics: true, marketing: true }

export const batch = (events: Partial<CollectEvent>[], shared: Partial<CollectBatch["shared"]> = {}): CollectBatch => ({
  v: 1,
  sent: Date.now(),
  shared: { lead_id: "lead-1", client_id: "111.222", session_id: "1700000000", consent: allGranted, ...shared },
  events: events.map((event, index) => ({ id: `e${index}`, name: "page_view", at: Date.now(), page: { url: "https://shop.example/" }, params: {}, ...event })),
})

const POLL_MS = 20
/** Bounds a failing test only: a busy machine is fifteen times slower than a free one. */
const LONGEST_MS = 40_000
/** Waits for a condition; fails with what was last seen. */
export const until = async <T>(look: () => Promise<T> | T, holds: (value: T) => boolean, withinMs = LONGEST_MS): Promise<T> => {
  const end = Date.now() + withinMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain; last seen: ${JSON.stringify(value)?.slice(0, 2000)}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

export interface DeliveryRow {
  id: number
  event: string
  destination: string
  state: string
  attempts: number
  reason?: string
  reasonClass?: string
  status?: number
}
const isDeliveries = (value: unknown): value is { deliveries: DeliveryRow[] } => typeof value === "object" && value !== null && "deliveries" in value

export const deliveriesOf = async (server: TestServer): Promise<DeliveryRow[]> => {
  const value = await server.get("/ops/api/deliveries?limit=5000")
  if (!isDeliveries(value)) throw new Error("the inspection API answered something else")
  return value.deliveries
}
/** When nothing waits any more. */
export const settled = (server: TestServer, count: number): Promise<DeliveryRow[]> =>
  until(
    () => deliveriesOf(server),
    (rows) => rows.length >= count && rows.every((row) => row.state !== "pending"),
  )
