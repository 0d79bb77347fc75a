import { getDomain } from "tldts"
import type { IncomingHttpHeaders } from "node:http"

/** Reads one cookie; a doubled name gives the first (RFC 6265 leaves the order to us). */
export const cookieOf = (header: string | undefined, name: string): string | undefined => {
  if (header === undefined) return undefined
  for (const part of header.split(";")) {
    const at = part.indexOf("=")
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

const SECONDS_PER_DAY = 86_400

/** A first-party cookie that only our server sets: Safari's seven-day cap on script-written storage does not apply to it. */
export const setCookie = (name: string, value: string, options: { days: number; httpOnly: boolean; domain?: string | undefined }): string =>
  [
    `${name}=${value}`,
    `Max-Age=${options.days * SECONDS_PER_DAY}`,
    "Path=/",
    ...(options.domain === undefined ? [] : [`Domain=${options.domain}`]),
    "Secure",
    "SameSite=Lax",
    ...(options.httpOnly ? ["HttpOnly"] : []),
  ].join("; ")

/** The same domain that the kit chooses: the widest the browser accepts, so that there is one cookie, not two of one name. */
export const domainOf = (headers: IncomingHttpHeaders): string | undefined => {
  const { origin } = headers
  const host = origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : (headers.host ?? "").replace(/:\d+$/, "")
  return getDomain(host) ?? undefined
}
