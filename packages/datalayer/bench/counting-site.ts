import { createServer } from "node:http"
import { gunzipSync } from "node:zlib"

/** A site that takes whatever programs send, and counts the marked events in it. */
export interface CountingSite {
  url: string
  page: string
  /** Marks of the events that arrived, each once */
  arrived: Set<string>
  requests: number
  bytes: number
  reset: () => void
  close: () => void
}

/** Events are marked `bench<number>x`; programs may send them as JSON, in a query, as base64 or compressed. */
const MARK = /bench\d+x/g

const plain = (body: Buffer): string => {
  const unpacked = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body
  const text = unpacked.toString()
  const encoded = /data=([\w%+/=-]+)/.exec(text)?.[1]
  return encoded === undefined ? text : text + Buffer.from(decodeURIComponent(encoded), "base64").toString()
}

/** RudderStack asks for its source before it starts. */
const SOURCE = { source: { id: "bench", name: "bench", writeKey: "benchbenchbenchbenchbenchben", enabled: true, workspaceId: "bench", config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } }, connections: [], destinations: [], dataplanes: {} } }

export const startCountingSite = async (): Promise<CountingSite> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const path = request.url ?? "/"
      if (path === "/next") return void response.writeHead(200, { "content-type": "text/html" }).end("<title>Next</title>")
      if (path === "/") return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(site.page)
      if (path.startsWith("/p/rs-config")) return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(SOURCE))
      const body = Buffer.concat(chunks)
      const marks = `${plain(body)} ${decodeURIComponent(path)}`.match(MARK) ?? []
      if (marks.length > 0) {
        for (const mark of marks) site.arrived.add(mark)
        site.requests += 1
        site.bytes += body.length + request.rawHeaders.reduce((sum, one) => sum + one.length + 2, path.length)
      }
      response.writeHead(200, { "content-type": "application/json" }).end(path.startsWith("/p/am") ? `{"code":200}` : path.startsWith("/p/mp") ? "1" : "{}")
    })
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const address = server.address()
  const site: CountingSite = {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : ""}`,
    page: "",
    arrived: new Set(),
    requests: 0,
    bytes: 0,
    reset: () => {
      site.arrived.clear()
      site.requests = 0
      site.bytes = 0
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return site
}
