import { readCookie } from "../world/cookies.ts"

/** `_ga` is GA1.<depth>.<random>.<epoch s>; the client id is the last two parts. */
const CLIENT = /^GA\d\.\d+\.(\d+\.\d+)$/
/** `_ga_<stream>` is GS1.<depth>.<session>.… or GS2.<depth>.s<session>$o…: both are read. */
const SESSION = /^GS\d\.\d+\.s?(\d+)/

/** The GA4 client and session id, as far as Google's cookies are there. */
export const gaIds = (stream: string): { client_id?: string; session_id?: string } => {
  const client_id = CLIENT.exec(readCookie("_ga") ?? "")?.[1]
  const session_id = SESSION.exec(readCookie(`_ga_${stream}`) ?? "")?.[1]
  return { ...(client_id && { client_id }), ...(session_id && { session_id }) }
}
