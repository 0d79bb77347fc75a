import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { ignored, type WebhookProvider } from "../occasion.ts"

/** Characters of the address that HubSpot signs decoded ("Validating requests", v3). */
const DECODED: Record<string, string> = { "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")", "%2A": "*", "%2C": ",", "%3B": ";" }
const decodeAddress = (url: string): string => url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) => DECODED[escape.toUpperCase()] ?? escape)

/** `METHOD + address + body + time`, v3 only: the older ones sign no time. */
const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["x-hubspot-signature-v3"] === undefined ? undefined : [headers["x-hubspot-signature-v3"]]),
  timestamp: ({ headers }) => {
    const stamp = headers["x-hubspot-request-timestamp"] ?? ""
    return /^\d{1,15}$/.test(stamp) ? Number(stamp) : undefined
  },
  signed: ({ method, url, body, headers }) => [method, decodeAddress(url), body, headers["x-hubspot-request-timestamp"] ?? ""],
  encoding: "base64",
  id: () => undefined,
}

/** HubSpot's messages are kept for the record; none of them is money. */
export const hubspot: WebhookProvider = { refusalsAreFinal: true, verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now), read: () => ignored("not_about_money") }
