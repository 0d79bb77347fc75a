import type { IncomingMessage } from "node:http"
import { HttpError } from "./answer.ts"

/** Reads a body up to `cap` bytes. Larger ones are refused before they are in memory. */
export const readBody = (request: IncomingMessage, cap: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    if (Number(request.headers["content-length"]) > cap) return reject(new HttpError(413, "body_too_large"))
    request.on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size > cap) {
        request.pause()
        reject(new HttpError(413, "body_too_large"))
      } else chunks.push(chunk)
    })
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on("error", () => reject(new HttpError(400, "body_cut_off")))
  })
