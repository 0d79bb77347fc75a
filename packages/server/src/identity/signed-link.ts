import { createHmac, timingSafeEqual } from "node:crypto"

const RADIX = 36
const SECOND = 1000
/** More is nobody's token: a lead_id has at most 100 characters. */
const LONGEST = 200

const seal = (secret: string, content: string): Buffer => createHmac("sha256", secret).update(`tagwright link ${content}`).digest()

/**
 * What a mail's link carries as `tw_link`: `<lead_id>.<end in seconds, base 36>.<HMAC-SHA-256, base64url>`. It names nobody who does not
 * know the database, gives no access to anything, and is void after its end.
 */
export const signLink = (secret: string, leadId: string, endsAt: number): string => {
  const content = `${leadId}.${Math.floor(endsAt / SECOND).toString(RADIX)}`
  return `${content}.${seal(secret, content).toString("base64url")}`
}

/** The lead_id a token was made for; undefined when it is forged, changed or void. */
export const leadOfLink = (secret: string, token: string, now: number): string | undefined => {
  const [, content = "", leadId, end = "", mac = ""] = (token.length <= LONGEST && /^((.+)\.(\w+))\.([\w-]{43})$/.exec(token)) || []
  const given = Buffer.from(mac, "base64url")
  const right = seal(secret, content)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  return parseInt(end, RADIX) * SECOND > now ? leadId : undefined
}
