import { createServer } from "node:http"
import { parentPort } from "node:worker_threads"

/** A peer in a thread of its own that takes everything at once; tells its port, and how many it has when asked. */
let count = 0
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    count += 1
    response.writeHead(200, { "content-length": 0 }).end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  parentPort?.postMessage(address !== null && typeof address === "object" ? address.port : 0)
})
parentPort?.on("message", () => parentPort?.postMessage(count))
