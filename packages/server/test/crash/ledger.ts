import { spawn, type ChildProcess } from "node:child_process"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { TOKEN } from "../helpers/secrets.ts"

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url))

export interface Ledger {
  rounds: number
  /** Events the server answered 200 for */
  acknowledged: number
  stored: number
  /** Different ids that reached the sink with a 2xx */
  delivered: number
  /** Times the sink got an id again: at least once, never lost */
  repeated: number
  /** Acknowledged and not stored */
  lost: string[]
  /** Stored, and neither delivered, dead nor waiting */
  unaccounted: string[]
}

export interface CrashOptions {
  rounds: number
  clients: number
  data: string
  /** 0 to 1 */
  random: () => number
  /** A process is killed after at most this many answers */
  answersPerLife: number
}

/** The sink counts what it accepts, and misbehaves now and then: refuses, cuts the connection after reading, is slow. */
const startSink = async (random: () => number) => {
  const accepted = new Map<string, number>()
  let kind = false
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const mood = kind ? 1 : random()
      if (mood < 0.1) return void response.writeHead(503).end()
      const id = String(request.headers["webhook-id"])
      accepted.set(id, (accepted.get(id) ?? 0) + 1)
      // It took the event, but the sender never learns: the lying peer.
      if (mood < 0.2) return void request.socket.destroy()
      if (mood < 0.3) return void setTimeout(() => response.writeHead(200).end(), 30)
      response.writeHead(200).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address: AddressInfo | string | null = server.address()
  const port = address !== null && typeof address === "object" ? address.port : 0
  return { url: `http://127.0.0.1:${port}/hook`, accepted, beKind: () => (kind = true), close: () => (server.closeAllConnections(), server.close()) }
}

interface Running {
  process: ChildProcess
  url: string
}
const startChild = (data: string, sink: string): Promise<Running> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, data, sink], { stdio: ["ignore", "pipe", "inherit"] })
    createInterface({ input: child.stdout }).once("line", (url) => resolve({ process: child, url }))
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve())
    child.kill("SIGKILL")
  })

/** Sends one event after another until told to stop; remembers which were acknowledged. */
const client = async (url: string, acknowledged: Set<string>, isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    const id = crypto.randomUUID()
    const body = { v: 1, sent: Date.now(), shared: { lead_id: `lead-${id}`, consent: { necessary: true } }, events: [{ id, name: "page_view", at: Date.now(), page: { url: "https://shop.example/" }, params: { label: id } }] }
    try {
      const answer = await fetch(`${url}/collect`, { method: "POST", body: JSON.stringify(body) })
      if (answer.status === 200 && (await answer.text()).includes("accepted")) acknowledged.add(id)
    } catch {
      // The server died: whatever it had not acknowledged may be lost.
    }
  }
}

const isView = (value: unknown): value is { events: { id: string; seq: number }[]; deliveries: { id: number; eventId: string; state: string }[] } => typeof value === "object" && value !== null
const readAll = async (url: string, path: "events" | "deliveries"): Promise<{ id: string; state: string }[]> => {
  const rows: { id: string; state: string }[] = []
  for (let since = 0; ; ) {
    const value: unknown = await (await fetch(`${url}/ops/api/${path}?since=${since}&limit=5000`, { headers: { authorization: `Bearer ${TOKEN}` } })).json()
    if (!isView(value)) throw new Error("the inspection API answered something else")
    const page = path === "events" ? value.events.map((row) => ({ id: row.id, state: "", at: row.seq })) : value.deliveries.map((row) => ({ id: row.eventId, state: row.state, at: row.id }))
    if (page.length === 0) return rows
    rows.push(...page)
    since = page.at(-1)?.at ?? since
  }
}

/** Starts, loads, kills and restarts the real process; then lets it finish, and compares what was promised with what is there. */
export const crashLedger = async ({ rounds, clients, data, random, answersPerLife }: CrashOptions): Promise<Ledger> => {
  const sink = await startSink(random)
  const acknowledged = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    const running = await startChild(data, sink.url)
    let over = false
    const loads = Array.from({ length: clients }, () => client(running.url, acknowledged, () => over))
    const enough = acknowledged.size + 1 + Math.floor(random() * answersPerLife)
    while (acknowledged.size < enough) await new Promise((done) => setTimeout(done, random() * 10))
    over = true
    await kill(running.process)
    await Promise.all(loads)
  }
  sink.beKind()
  const last = await startChild(data, sink.url)
  let deliveries = await readAll(last.url, "deliveries")
  while (deliveries.some((row) => row.state === "pending")) {
    await new Promise((done) => setTimeout(done, 100))
    deliveries = await readAll(last.url, "deliveries")
  }
  const stored = new Set((await readAll(last.url, "events")).map((row) => row.id))
  await kill(last.process)
  sink.close()
  const settled = new Map(deliveries.map((row) => [row.id, row.state]))
  return {
    rounds,
    acknowledged: acknowledged.size,
    stored: stored.size,
    delivered: sink.accepted.size,
    repeated: [...sink.accepted.values()].reduce((sum, count) => sum + count - 1, 0),
    lost: [...acknowledged].filter((id) => !stored.has(id)),
    unaccounted: [...stored].filter((id) => !(settled.get(id) === "dead" || (settled.get(id) === "delivered" && sink.accepted.has(id)))),
  }
}
