import { environment } from "../kit.ts"
import { readCookie } from "../world/cookies.ts"

const find = (pattern: RegExp, cookie: string): string | undefined => pattern.exec(readCookie(cookie) ?? "")?.[1]

/**
 * The GA4 client and session id, as far as Google's cookies are there. `_ga` is GA1.<depth>.<random>.<epoch s>: the last two parts.
 * `_ga_<stream>` is GS1.<depth>.<session>.… or GS2.<depth>.s<session>$o…: both are read.
 */
export const gaIds = (): { client_id: string | undefined; session_id: string | undefined } => ({
  client_id: find(/(\d+\.\d+)$/, "_ga"),
  session_id: find(/\.\d+\.s?(\d+)/, `_ga_${environment._stream}`),
})
