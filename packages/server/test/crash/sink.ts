import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** One time the sink took an event. */
export interface Acceptance {
  life: number
  /** Did the sender surely see the 200? It left long before the sender's patience ended. */
  answered: boolean
}
/** A quarter of the sender's patience: on a busy machine the answer itself takes time. */
const SURELY_SEEN_MS = 500

/** An idempotent peer with moods: refuses, takes an event and hides its answer, is slow, hangs, is away for a while. */
export const startSink = async (random: () => number) => {
  const accepted = new Map<string, Acceptance[]>()
  const answer = (response: ServerResponse, status: number): void => void response.writeHead(status, { "content-length": 0 }).end()
  /** Takes the event, and says so. */
  const accept = (response: ServerResponse, id: string, afterMs: number): void => {
    const one = take(id)
    const since = performance.now()
    response.on("finish", () => (one.answered = performance.now() - since < SURELY_SEEN_MS))
    if (afterMs === 0) answer(response, 200)
    else setTimeout(() => answer(response, 200), afterMs)
  }
  let kind = false
  let life = 0
  let flapUntil = 0
  const take = (id: string): Acceptance => {
    const one = { life, answered: false }
    accepted.set(id, [...(accepted.get(id) ?? []), one])
    return one
  }
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const id = String(request.headers["webhook-id"])
      const mood = kind ? 1 : random()
      if (!kind && performance.now() < flapUntil) return answer(response, 503)
      if (mood < 0.02) flapUntil = performance.now() + 100
      if (mood < 0.08) return answer(response, 503)
      // It took the event, but the sender never learns: the lying peer, by cutting off or by hanging.
      if (mood < 0.14) return take(id), void request.socket.destroy()
      if (mood < 0.15) return void take(id)
      accept(response, id, mood < 0.25 ? 30 : 0)
    })
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address: AddressInfo | string | null = server.address()
  const port = address !== null && typeof address === "object" ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    accepted,
    /** From now on another process sends. */
    nextLife: () => void (life += 1),
    beKind: () => void (kind = true),
    close: () => (server.closeAllConnections(), server.close()),
  }
}

/** Repeats that nothing excuses: the same life sent again what had been answered. */
export const needlessRepeats = (accepted: ReadonlyMap<string, readonly Acceptance[]>): string[] =>
  [...accepted].flatMap(([id, times]) => (times.some((one, index) => one.answered && times.slice(index + 1).some((later) => later.life === one.life)) ? [id] : []))
