import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { ignored, type WebhookProvider } from "../occasion.ts"

const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["signature"] === undefined ? undefined : [headers["signature"]]),
  signed: ({ body }) => [body],
  encoding: "hex",
  id: () => undefined,
}

/** MailerLite's messages are kept (sealed) for the record; none of them is money. */
export const mailerlite: WebhookProvider = { verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now), read: () => ignored("not_about_money") }
