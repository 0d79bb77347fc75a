import { createHmac, randomBytes } from "node:crypto"
import type { PersonalDataKind } from "./finding.ts"

/** Without a salt given, fingerprints of one run cannot be compared with another's, and nobody can try numbers against them. */
const processSalt = randomBytes(16).toString("hex")
/** 64 bits: enough to tell values apart, too little to be mistaken for a usable hash. */
const HEX_DIGITS = 16

/** A salted mark of a value; the value cannot be had back without the salt. */
export const fingerprint = (value: string, salt: string = processSalt): string =>
  createHmac("sha256", salt).update(value).digest("hex").slice(0, HEX_DIGITS)

const written = (value: string): string => value.normalize("NFKC").trim().toLowerCase()
const bare = (value: string): string => written(value).replace(/[^\p{L}\p{N}]/gu, "")

/** The same value in another writing gets the same fingerprint. */
export const canonical: Record<PersonalDataKind, (value: string) => string> = {
  email: written,
  phone: bare,
  name: written,
  "postal-address": written,
  iban: bare,
  card: bare,
  "national-id": bare,
  ip: written,
  location: written,
  "birth-date": written,
  token: (value) => value,
  mac: bare,
  "hashed-email": written,
}
