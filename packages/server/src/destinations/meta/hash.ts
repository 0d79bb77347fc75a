import { createHash } from "node:crypto"

const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex")

/** Meta, "Customer information parameters": trimmed, lower case, then SHA-256 in hex. */
export const hashText = (value: string): string => sha256(value.trim().toLowerCase())
/** Digits with country code, no plus sign, no leading zeros. */
export const hashPhone = (value: string): string => sha256(value.replace(/\D/g, "").replace(/^0+/, ""))
