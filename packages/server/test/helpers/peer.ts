import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

export interface PeerRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: unknown
}
export interface PeerReply {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** A peer whose answers the test decides. Knows nothing of any vendor: the stand-ins do. */
export const startPeer = async (reply: (request: PeerRequest) => PeerReply | "hang") => {
  const requests: PeerRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const seen: PeerRequest = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: parse(text) }
    requests.push(seen)
    const answer = reply(seen)
    if (answer === "hang") return
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address: AddressInfo | string | null = server.address()
  const port = address !== null && typeof address === "object" ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
