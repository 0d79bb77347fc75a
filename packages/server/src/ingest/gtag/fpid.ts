import { randomBytes } from "node:crypto"
import { cookieOf, setCookie } from "../../http/cookies.ts"

/** Chrome keeps no cookie longer. */
const DAYS = 400
const BYTES = 32
const CLIENT_ID = /^\d{1,10}\.\d{1,10}$/
const FPID = /^FPID2\.\d\.([A-Za-z0-9%+/=_-]{43,60})\.\d{10}$/

/** Google's own first-party id, FPID2.<depth>.<32 bytes>.<seconds>; ours begins with the client id that the browser had first. */
const mint = (clientId: string, domain: string | undefined, now: number): string => {
  const bytes = randomBytes(BYTES)
  bytes.write(`${clientId}\0`, "latin1")
  const depth = domain === undefined ? 1 : domain.split(".").length - 1
  return `FPID2.${Math.max(1, depth)}.${encodeURIComponent(bytes.toString("base64"))}.${Math.floor(now / 1000)}`
}

/**
 * The client id that this browser had when it first agreed to analytics: Safari forgets `_ga` after seven days, a cookie
 * that a server set it keeps. Undefined: no cookie, or one that another server container made.
 */
export const clientIdIn = (cookies: string | undefined): string | undefined => {
  const value = FPID.exec(cookieOf(cookies, "FPID") ?? "")?.[1]
  if (value === undefined) return undefined
  const text = Buffer.from(decodeURIComponent(value), "base64").toString("latin1")
  const clientId = text.slice(0, text.indexOf("\0"))
  return CLIENT_ID.test(clientId) ? clientId : undefined
}

/** Never replaced once it is there. */
export const fpidCookie = (cookies: string | undefined, clientId: string | undefined, domain: string | undefined, now: number): string | undefined =>
  cookieOf(cookies, "FPID") !== undefined || clientId === undefined || !CLIENT_ID.test(clientId) ? undefined : setCookie("FPID", mint(clientId, domain, now), { days: DAYS, httpOnly: true, domain })
