import type { IncomingHttpHeaders } from "node:http"
import { cookieOf, domainOf, setCookie } from "../http/cookies.ts"

const LEAD_ID = /^[A-Za-z0-9._:-]{1,100}$/

/** The server's own copy of the identity, out of reach of scripts. */
export const twinOf = (cookie: string): string => `${cookie}_srv`

export interface IdentityCookies {
  cookies: string[]
  /** The id that lasts, where the page sent another one */
  leadId?: string
}

/**
 * Safari forgets after seven days what scripts wrote; what a server sets, it keeps. The page decides whether a visitor has
 * an identity at all: without its cookie nothing is set, and our twin goes. A twin that differs remembers an older id of
 * the same browser: that one lasts.
 */
export const identityCookies = (headers: IncomingHttpHeaders, sent: string, identity: { cookie: string; days: number }): IdentityCookies => {
  const inPage = cookieOf(headers.cookie, identity.cookie)
  const twin = cookieOf(headers.cookie, twinOf(identity.cookie))
  if (inPage === undefined && twin === undefined) return { cookies: [] }
  const domain = domainOf(headers)
  if (inPage === undefined) return { cookies: [setCookie(twinOf(identity.cookie), "", { days: 0, httpOnly: true, domain })] }
  const lasting = twin !== undefined && LEAD_ID.test(twin) ? twin : sent
  return {
    cookies: [
      setCookie(identity.cookie, lasting, { days: identity.days, httpOnly: false, domain }),
      setCookie(twinOf(identity.cookie), lasting, { days: identity.days, httpOnly: true, domain }),
    ],
    ...(lasting !== sent && { leadId: lasting }),
  }
}
