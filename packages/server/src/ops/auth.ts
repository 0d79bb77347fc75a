import { createHash, timingSafeEqual } from "node:crypto"
import { HttpError, type Call } from "../http/answer.ts"

const digest = (value: string): Buffer => createHash("sha256").update(value).digest()

/** Guards the inspection API. Without a token in the environment it does not exist at all. */
export const requireToken = (token: string | undefined): ((call: Call) => void) => {
  const expected = token === undefined || token === "" ? undefined : digest(`Bearer ${token}`)
  return (call) => {
    if (expected === undefined) throw new HttpError(404, "not_found")
    // Digests have one length: the comparison tells nothing about the token.
    if (!timingSafeEqual(digest(call.headers.authorization ?? ""), expected)) throw new HttpError(401, "token_wrong")
  }
}
