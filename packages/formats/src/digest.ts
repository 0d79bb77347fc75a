import { createHash } from "node:crypto"

/** JSON with sorted keys and no spaces: the same value always gives the same text (RFC 8785 for the values we use). */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(",")}]`
  if (value !== null && typeof value === "object")
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`)
      .join(",")}}`
  return JSON.stringify(value)
}

/** sha256, hex */
export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex")
export const digestOf = (value: unknown): string => sha256(canonicalJson(value))
