import { connect, createServer, type AddressInfo, type Socket } from "node:net"

/** The line between one node and its database, which can be cut, fall silent, and be slow. */
export interface Line {
  port: number
  /** Ends what is connected and refuses whoever comes: a firewall that says no, a host that is down */
  cut(): void
  /** Nothing passes in either direction, and nobody is told: a lost route */
  silence(): void
  /** Everything arrives this much later */
  delay(ms: number): void
  /** As if nothing had been */
  mend(): void
  close(): void
}

export const startLine = async (to: number): Promise<Line> => {
  let state: "up" | "cut" | "silent" = "up"
  let delayMs = 0
  const sockets = new Set<Socket>()
  const setFlow = (socket: Socket): void => void (state === "silent" ? socket.pause() : socket.resume())
  /** One direction. Times are kept in order, as a line keeps them. */
  const pass = (from: Socket, into: Socket): void => {
    let free = Promise.resolve()
    from.on("data", (bytes) => {
      const arrives = performance.now() + delayMs
      free = free.then(async () => {
        const left = arrives - performance.now()
        if (left > 0) await new Promise((done) => setTimeout(done, left))
        into.write(bytes)
      })
    })
    from.on("end", () => void free.then(() => into.end()))
    from.on("error", () => into.destroy())
    from.on("close", () => {
      sockets.delete(from)
      if (from.errored !== null || !from.readableEnded) into.destroy()
    })
  }
  const server = createServer({ pauseOnConnect: true }, (near) => {
    if (state === "cut") return void near.resetAndDestroy()
    const far = connect(to, "127.0.0.1")
    for (const socket of [near, far]) sockets.add(socket)
    pass(near, far)
    pass(far, near)
    far.once("connect", () => setFlow(far))
    setFlow(near)
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address: AddressInfo | string | null = server.address()
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    cut: () => {
      state = "cut"
      for (const socket of sockets) socket.resetAndDestroy()
    },
    silence: () => {
      state = "silent"
      sockets.forEach(setFlow)
    },
    delay: (ms) => void (delayMs = ms),
    mend: () => {
      state = "up"
      delayMs = 0
      sockets.forEach(setFlow)
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
