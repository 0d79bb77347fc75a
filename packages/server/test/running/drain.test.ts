import { Agent, request } from "node:http"
import { describe, expect, it, onTestFinished } from "vitest"
import { crashPlan } from "../crash/plan.ts"
import { startPeer, type PeerReply } from "../helpers/peer.ts"
import { batch, dataFolder, startTestServer, until } from "../helpers/server.ts"

/** A request over a connection that stays open; answers status and whether the server wants to keep it. */
const keepAlive = (agent: Agent, url: string): Promise<{ status: number; connection: string | undefined }> =>
  new Promise((resolve, reject) => {
    request(url, { agent }, (response) => response.resume().on("end", () => resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }))).on("error", reject).end()
  })

describe("R4 drain", () => {
  it("requests under way end, kept connections do not hold it up, and what waits is sent by the next start", async () => {
    const data = dataFolder()
    const peer = await startPeer((): PeerReply => ({ status: 503 }))
    onTestFinished(peer.close)
    const plan = crashPlan(`${peer.url}/hook`)
    const server = await startTestServer({ data, plan, retryWaitsMs: [60_000] })
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    expect(await keepAlive(agent, `${server.url}/livez`)).toMatchObject({ status: 200 })
    await server.post("/collect", batch([{ id: "waits" }]))
    await until(() => peer.requests.length, (count) => count === 1)
    const underWay = server.post("/collect", batch([{ id: "under-way" }]))
    const closed = server.close()
    expect([200, undefined]).toContain(await underWay.then((answer) => answer.status).catch(() => undefined))
    await closed
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow()
    const kind = await startPeer(() => ({ status: 200 }))
    onTestFinished(kind.close)
    const clock = { now: () => Date.now() + 120_000, after: (ms: number, run: () => void) => ((timer) => () => clearTimeout(timer))(setTimeout(run, Math.max(ms, 0))) }
    await startTestServer({ data, plan: crashPlan(`${kind.url}/hook`), clock })
    await until(() => kind.requests.map(({ headers }) => headers["webhook-id"]), (ids) => ids.includes("waits"))
  })

  it("readiness lists its checks for people", async () => {
    const server = await startTestServer()
    expect(await (await fetch(`${server.url}/readyz?verbose`)).json()).toEqual({ ready: true, checks: { accepting: true, can_write: true, has_room_in_queue: true } })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ ready: true })
  })
})
