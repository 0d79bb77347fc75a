import type { CollectBatch } from "@tagwright/formats"
import { createServer, type Server, type ServerResponse } from "node:http"

/** A site on a free port of this machine: pages by path, the kit at /tagwright/kit.js, a strict reader of batches at /t/collect. */
export interface Site {
  url: string
  pages: Map<string, string>
  script: string
  /** What arrived, in order */
  batches: CollectBatch[]
  /** How /collect answers: a status, or "hang" */
  answer: number | "hang" | "reset"
  events: () => string[]
  reset: () => void
  close: () => Promise<void>
}

export const startSite = async (script: string): Promise<Site> => {
  const site: Site = {
    url: "",
    pages: new Map(),
    script,
    batches: [],
    answer: 200,
    events: () => site.batches.flatMap((batch) => batch.events.map((event) => event.name)),
    reset: () => {
      site.batches.length = 0
      site.pages.clear()
      site.answer = 200
      site.script = script
    },
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done()))),
  }
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname
    if (path === "/t/collect") {
      let body = ""
      request.on("data", (chunk: Buffer) => (body += chunk.toString()))
      request.on("end", () => collect(site, body, response))
      return
    }
    request.resume()
    const text = path === "/tagwright/kit.js" ? site.script : site.pages.get(path)
    response.writeHead(text === undefined ? 404 : 200, { "content-type": path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8" })
    response.end(text ?? "not found")
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  site.url = `http://127.0.0.1:${address.port}`
  return site
}

const collect = (site: Site, body: string, response: ServerResponse): void => {
  if (site.answer === "hang") return
  if (site.answer === "reset") return void response.destroy()
  if (site.answer === 200) site.batches.push(JSON.parse(body))
  response.writeHead(site.answer, { "content-type": "application/json" }).end(`{"results":[]}`)
}
