import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { HttpError } from "../../http/answer.ts"

/** OWASP's password storage cheat sheet: scrypt with N = 2^17, r = 8, p = 1. */
const LOG_N = 17
const BLOCK = 8
const PARALLEL = 1
const KEY_BYTES = 64
const SALT_BYTES = 16
/** 128 · N · r bytes is what one computation takes; a little room above. */
const MEMORY = 128 * 2 ** LOG_N * BLOCK + 32 * 1024 * 1024
/** Each computation holds 128 MB: a crowd at the door must not exhaust the machine. */
const MOST_AT_ONCE = 2
const MOST_WAITING = 20

let running = 0
const queue: (() => void)[] = []
const turn = async (): Promise<void> => {
  if (running < MOST_AT_ONCE) return void (running += 1)
  if (queue.length >= MOST_WAITING) throw new HttpError(503, "busy", 5)
  await new Promise<void>((go) => queue.push(go))
}
const done = (): void => {
  const next = queue.shift()
  if (next === undefined) running -= 1
  else next()
}

const derive = async (password: string, salt: Buffer): Promise<Buffer> => {
  await turn()
  try {
    // One spelling of every character, so that another keyboard gives the same password (NIST SP 800-63B, 3.1.1.2).
    const text = password.normalize("NFKC")
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(text, salt, KEY_BYTES, { N: 2 ** LOG_N, r: BLOCK, p: PARALLEL, maxmem: MEMORY }, (error, key) => (error === null ? resolve(key) : reject(error))),
    )
  } finally {
    done()
  }
}

/** `scrypt$17$8$1$<salt>$<key>` */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt)
  return ["scrypt", LOG_N, BLOCK, PARALLEL, salt.toString("base64"), key.toString("base64")].join("$")
}

/** Takes as long for an account that does not exist (`stored` undefined) as for one that does. */
export const passwordIs = async (password: string, stored: string | undefined): Promise<boolean> => {
  const [, , , , salt = "", key = ""] = stored?.split("$") ?? []
  const derived = await derive(password, stored === undefined ? Buffer.alloc(SALT_BYTES) : Buffer.from(salt, "base64"))
  const wanted = stored === undefined ? Buffer.alloc(KEY_BYTES) : Buffer.from(key, "base64")
  return derived.length === wanted.length && timingSafeEqual(derived, wanted) && stored !== undefined
}

/** NIST SP 800-63B: length counts, composition rules do not help. */
const LEAST = 12
const MOST = 256

/** What is wrong with a password, as a code; undefined when it will do. */
export const weakness = (password: string, name: string): string | undefined => {
  if ([...password].length < LEAST) return "password_short"
  if (password.length > MOST) return "password_long"
  if (new Set(password).size < LEAST / 2) return "password_repeats"
  return password.toLowerCase().includes(name.toLowerCase()) || name.toLowerCase().includes(password.toLowerCase()) ? "password_is_name" : undefined
}
