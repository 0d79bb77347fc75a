import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, it, onTestFinished } from "vitest"
import { startLife } from "../crash/process.ts"
import { openPostgresStore } from "../../src/store/postgres/store.ts"
import { dataFolder, until } from "../helpers/server.ts"
import { newEvent } from "../store/events.ts"
import { onPostgres } from "./suite.ts"

const PATIENCE_MS = 120_000
const LEASE_MS = 1_500

/** Takes every exchange down; answers 422 until told otherwise, but holds the first one's answer back. */
const startPeer = async () => {
  const calls: { id: string; response: ServerResponse }[] = []
  let status = 422
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      calls.push({ id: String(request.headers["webhook-id"]), response })
      if (calls.length > 1) response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  const address: AddressInfo | string | null = server.address()
  return { url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/`, calls, answerFirst: () => calls[0]?.response.writeHead(200).end(), beKind: () => void (status = 200) }
}

onPostgres("T4 a worker that was only asleep", { durable: false }, (cluster) => {
  it("wakes after its lease, gets its answer, and changes nothing: another worker has written down how it ended", async () => {
    const peer = await startPeer()
    const database = await cluster().create()
    const store = await openPostgresStore(database, "production", { node: "test", now: Date.now() })
    onTestFinished(store.close)
    const send = (id: string) => store.append({ events: [newEvent(id, Date.now(), [{ destination: "hook", state: "pending", dueAt: Date.now() }])], quarantined: [] })
    const work = async () => {
      const worker = await startLife({ data: dataFolder(), database, role: "worker", sink: peer.url, leaseMs: LEASE_MS, peerTimeoutMs: PATIENCE_MS })
      onTestFinished(worker.kill)
      return worker
    }
    const sleeper = await work()
    await send("a")
    await until(() => peer.calls.length, (count) => count === 1, PATIENCE_MS)
    sleeper.process.kill("SIGSTOP")
    const other = await work()
    const [dead] = await until(() => store.deliveries({ limit: 1 }), ([one]) => one?.state === "dead", PATIENCE_MS)
    expect(dead).toMatchObject({ attempts: 2, status: 422 })
    await other.kill()
    peer.answerFirst()
    peer.beKind()
    sleeper.process.kill("SIGCONT")
    await send("b")
    const [first, second] = await until(() => store.deliveries({ limit: 2 }), ([, one]) => one?.state === "delivered", PATIENCE_MS)
    expect(peer.calls.map(({ id }) => id)).toEqual(["a", "a", "b"])
    expect(second?.attempts).toBe(1)
    expect(first).toEqual(dead)
  }, PATIENCE_MS)
})
