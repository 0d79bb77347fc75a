import { base64, sha256 } from "../sandbox/sha256.ts"

/** User-provided data as `gtag("set", "user_data", …)` and user-provided data variables give it (fact D6). */
type UserData = Record<string, unknown>

const all = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value])
const isRecord = (value: unknown): value is UserData => typeof value === "object" && value !== null && !Array.isArray(value)

const base64url = (text: string): string => text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
const hashed = (text: string): string => base64url(base64(sha256(text)))
/** A value the page has hashed itself, in hex or base64, is only spelled anew. */
const respelled = (text: string): string =>
  /^[\da-f]{64}$/i.test(text) ? base64url(base64(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))) : base64url(text)

const trimmed = (value: unknown): string => String(value).trim().toLowerCase()
const email = (value: unknown): string => {
  const [name = "", host = ""] = trimmed(value).split("@")
  return /^(?:gmail|googlemail)\.com$/.test(host) ? `${name.replaceAll(".", "")}@${host}` : trimmed(value)
}
const phone = (value: unknown): string => `+${String(value).replace(/\D/g, "")}`
/** Of names digits and symbols are dropped, of streets symbols alone. */
const name = (value: unknown): string => trimmed(value).replace(/[^\p{L}\p{M}\s]/gu, "")
const street = (value: unknown): string => trimmed(value).replace(/[^\p{L}\p{M}\p{N}\s]/gu, "")

type Field = [code: string, key: string, normal: (value: unknown) => string]
const PERSON: Field[] = [["em", "email", email], ["em", "email_address", email], ["pn", "phone_number", phone]]
const ADDRESS: Field[] = [["fn", "first_name", name], ["ln", "last_name", name], ["sa", "street", street]]
/** These travel as they are. */
const PLAIN: [code: string, key: string][] = [["ct", "city"], ["rg", "region"], ["pc", "postal_code"], ["co", "country"]]

const hashes = (fields: readonly Field[], data: UserData, suffix: string): string[] =>
  fields.flatMap(([code, key, normal]) => [
    ...all(data[key]).map((value) => `${code}${suffix}.${hashed(normal(value))}`),
    ...all(data[`sha256_${key}`]).map((value) => `${code}${suffix}.${respelled(String(value))}`),
  ])

const address = (data: UserData, index: number): string[] => [
  ...hashes(ADDRESS, data, String(index)),
  ...PLAIN.flatMap(([code, key]) => all(data[key]).map((value) => `${code}${index}.${String(value).trim()}`)),
]

/** The `em` parameter: `tv.1~em.<hash>~pn.<hash>~fn0.<hash>…`; undefined when there is nothing to say. */
export const encodeUserData = (data: unknown): string | undefined => {
  if (!isRecord(data)) return undefined
  const parts = [...hashes(PERSON, data, ""), ...all(data["address"]).flatMap((one, index) => (isRecord(one) ? address(one, index) : []))]
  return parts.length === 0 ? undefined : ["tv.1", ...parts].join("~")
}
