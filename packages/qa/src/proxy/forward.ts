import type { Answer, Answerer, Ask } from "./answer.ts"

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1), and what fetch sets itself. */
const hop = new Set(["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "content-encoding", "accept-encoding", "proxy-connection"])

const forwardable = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.has(name) && !name.startsWith(":")))

const answerHeaders = (headers: Headers): Record<string, string | string[]> => {
  const kept: Record<string, string | string[]> = Object.fromEntries([...headers].filter(([name]) => !hop.has(name) && name !== "set-cookie"))
  const cookies = headers.getSetCookie()
  return cookies.length === 0 ? kept : { ...kept, "set-cookie": cookies }
}

/**
 * Passes a request on to a program on this machine: `base` takes the place of scheme and host, and `strip` is cut off the path.
 * Says who was asked for, so that the program can build links to itself. A program that does not answer drops the connection.
 */
export const forwardTo = (base: string, strip = ""): Answerer => async (ask: Ask): Promise<Answer> => {
  const path = ask.url.pathname.startsWith(strip) ? ask.url.pathname.slice(strip.length) : ask.url.pathname
  const target = new URL(base.replace(/\/$/, "") + (path === "" ? "/" : path) + ask.url.search)
  const hasBody = ask.method !== "GET" && ask.method !== "HEAD"
  try {
    const response = await fetch(target, {
      method: ask.method,
      headers: { ...forwardable(ask.headers), "x-forwarded-host": ask.url.host, "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
      ...(hasBody ? { body: new Uint8Array(ask.body) } : {}),
      redirect: "manual",
    })
    return { status: response.status, headers: answerHeaders(response.headers), body: Buffer.from(await response.arrayBuffer()) }
  } catch {
    return "drop"
  }
}
