import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { HttpError } from "../../http/answer.ts"

/** OWASP's password storage cheat sheet: scrypt with N = 2^17, r = 8, p = 1. */
export const USUAL_LOG_N = 17
const BLOCK = 8
const PARALLEL = 1
const KEY_BYTES = 64
const SALT_BYTES = 16
/** 128 · N · r bytes is what one computation takes; a little room above. */
const ROOM_BYTES = 32 * 1024 * 1024
/** Each computation holds 128 MB: a crowd at the door must not exhaust the machine. */
const MOST_AT_ONCE = 2
const MOST_WAITING = 20

/** Lets two in at a time; a crowd behind them is asked to come back. */
const createTurnstile = () => {
  let running = 0
  const queue: (() => void)[] = []
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (queue.length >= MOST_WAITING) throw new HttpError(503, "busy", 5)
    if (running >= MOST_AT_ONCE) await new Promise<void>((go) => queue.push(go))
    else running += 1
    try {
      return await run()
    } finally {
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}

interface Hashed {
  logN: number
  salt: Buffer
  key: Buffer
}
/** `scrypt$17$8$1$<salt>$<key>`: what was used is written down, so that it can be raised later. */
const write = ({ logN, salt, key }: Hashed): string => ["scrypt", logN, BLOCK, PARALLEL, salt.toString("base64"), key.toString("base64")].join("$")
const read = (stored: string): Hashed => {
  const [, logN, , , salt = "", key = ""] = stored.split("$")
  return { logN: Number(logN), salt: Buffer.from(salt, "base64"), key: Buffer.from(key, "base64") }
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for an account that does not exist (`stored` undefined) as for one that does. */
  matches(password: string, stored: string | undefined): Promise<boolean>
}

export const createPasswords = (logN = USUAL_LOG_N): Passwords => {
  const inTurn = createTurnstile()
  const nobody: Hashed = { logN, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) }
  const derive = (password: string, { logN: cost, salt }: Pick<Hashed, "logN" | "salt">): Promise<Buffer> =>
    inTurn(
      () =>
        new Promise((resolve, reject) => {
          // One spelling of every character, so that another keyboard gives the same password (NIST SP 800-63B, 3.1.1.2).
          const settings = { N: 2 ** cost, r: BLOCK, p: PARALLEL, maxmem: 128 * 2 ** cost * BLOCK + ROOM_BYTES }
          scrypt(password.normalize("NFKC"), salt, KEY_BYTES, settings, (error, key) => (error === null ? resolve(key) : reject(error)))
        }),
    )
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES)
      return write({ logN, salt, key: await derive(password, { logN, salt }) })
    },
    matches: async (password, stored) => {
      const wanted = stored === undefined ? nobody : read(stored)
      const derived = await derive(password, wanted)
      return derived.length === wanted.key.length && timingSafeEqual(derived, wanted.key) && stored !== undefined
    },
  }
}

/** NIST SP 800-63B: length counts, composition rules do not help. */
const LEAST = 12
const MOST = 256

/** A shorter name stands in many a good password by chance. */
const NAME_COUNTS_FROM = 4

/** What is wrong with a password, as a code; undefined when it will do. */
export const weakness = (password: string, name: string): string | undefined => {
  if ([...password].length < LEAST) return "password_short"
  if (password.length > MOST) return "password_long"
  if (new Set(password).size < LEAST / 2) return "password_repeats"
  const [secret, known] = [password.toLowerCase(), name.toLowerCase()]
  return known.length >= NAME_COUNTS_FROM && (secret.includes(known) || known.includes(secret)) ? "password_is_name" : undefined
}
