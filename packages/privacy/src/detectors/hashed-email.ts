import { endingsOf, remembered } from "../context/keys.ts"
import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)$/i
/** Fields of vendors for a person's mail address: Meta `em`, Google `sha256_email_address`, Microsoft, Pinterest, TikTok. */
const KEYS = new Set(
  "em emails email mail hashedemail emailhash emailsha256 sha256email sha256emailaddress emailmd5 emailsha1 md5email hem uidem hashedemailaddress useremail".split(
    " ",
  ),
)
/** SHA-256 in hexadecimal. */
const LONGEST = 64
/** Google's enhanced conversions: `tv.1~em.<hash>`. */
const ENHANCED = /(?<=~|^|=)em\.([A-Za-z0-9_-]{43})(?![\w-])/g

/** A hash in a field for mail addresses: the address for everyone who has a list of addresses. */
export function* hashedEmail(view: View): Generator<Candidate> {
  for (const { key, start, end } of view.fields) {
    if (end - start <= LONGEST && isMailKey(key) && HASH.test(view.text.slice(start, end)))
      yield { kind: "hashed-email", start, end, confidence: 0.85 }
  }
  for (const { 0: all, index } of view.text.matchAll(ENHANCED))
    yield { kind: "hashed-email", start: index + 3, end: index + all.length, confidence: 0.95 }
}

const isMailKey: (key: string) => boolean = remembered(
  (key) => endingsOf(key).some((ending) => KEYS.has(ending)) || (/mail/i.test(key) && /hash|sha|md5/i.test(key)),
)
