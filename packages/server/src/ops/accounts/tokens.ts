import { createHash, randomBytes } from "node:crypto"

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url")
/** What is kept of a token: a copy of the database opens nothing. Tokens are random, so a plain digest is enough. */
export const digestOfToken = (token: string): string => createHash("sha256").update(token).digest("base64url")
