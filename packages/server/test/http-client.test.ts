import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { createHttpClient, PeerTimeout, TIMEOUT_MS } from "../src/delivery/http-client.ts"

/** A peer that says of each request which connection it came on. */
const startPeer = async (answer: (...call: [...Parameters<RequestListener>, { connection: number; number: number }]) => void) => {
  const connections = new Map<object, number>()
  let requests = 0
  const server = createServer((request, response) => {
    const connection = connections.get(request.socket) ?? connections.size + 1
    connections.set(request.socket, connection)
    requests += 1
    answer(request, response, { connection, number: requests })
  })
  let opened = 0
  server.on("connection", () => void (opened += 1))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  let ahead = 0
  const client = createHttpClient({ connections: 1, now: () => performance.now() + ahead })
  onTestFinished(() => {
    client.close()
    server.closeAllConnections()
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  const url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/`
  return { send: () => client.send({ method: "POST", url, body: "{}" }), count: () => requests, opened: () => opened, standStill: (ms: number) => void (ahead += ms) }
}

describe("T4 a peer that closes kept connections", () => {
  it.each(["resetAndDestroy", "destroy"] as const)("is asked once more at once on a new one: what it closed while we wrote is no failure of its (%s)", async (close) => {
    const { send, count } = await startPeer((request, response, { connection, number }) => {
      if (connection === 1 && number > 1) request.socket[close]()
      else response.end(String(connection))
    })
    expect((await send()).body).toBe("1")
    expect((await send()).body).toBe("2")
    expect(count()).toBe(3)
  })

  it("but a new connection that is reset is a failure, and so is a second reset", async () => {
    const { send, count } = await startPeer((request, response, { number }) => (number === 2 || number > 3 ? void request.socket.resetAndDestroy() : void response.end("there")))
    await send()
    await expect(send(), "kept and reset, then new and answered").resolves.toMatchObject({ body: "there" })
    await send().catch(() => undefined)
    const before = count()
    await expect(send()).rejects.toMatchObject({ code: "ECONNRESET" })
    expect(count() - before).toBe(1)
  })

  it("is not asked again by a process that stood still for longer than its time: another may have sent it meanwhile", async () => {
    const { send, opened, standStill } = await startPeer((request, response, { number }) => (number === 2 ? void request.socket.resetAndDestroy() : void response.end("there")))
    await send()
    const second = send()
    standStill(TIMEOUT_MS)
    await expect(second).rejects.toBeInstanceOf(PeerTimeout)
    await send()
    expect(opened(), "one before the standstill, one after it").toBe(2)
  })
})
