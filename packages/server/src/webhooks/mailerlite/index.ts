import { verifyHmac, type HmacScheme } from "../hmac.ts"
import { listAt, objectAt, parseLossless, textAt, type Json } from "../lossless.ts"
import { ignored, readable, type WebhookProvider } from "../occasion.ts"

const scheme: HmacScheme = {
  signatures: ({ headers }) => (headers["signature"] === undefined ? undefined : [headers["signature"]]),
  signed: ({ body }) => [body],
  encoding: "hex",
  id: () => undefined,
}

/** One event, or several in `events` (`batchable` webhooks; deletions, opens and clicks always are). */
const eventsIn = (message: Json): Json[] => (Array.isArray(message["events"]) ? listAt(message, "events") : [message])
const typeOf = (event: Json): string | undefined => textAt(event, "type") ?? textAt(event, "event")

/** MailerLite's messages are kept (sealed) for the record; none of them is money. Who unsubscribes there is asked for before every delivery. */
export const mailerlite: WebhookProvider = {
  verify: (message, secrets, now) => verifyHmac(scheme, message, secrets, now),
  read: readable(parseLossless, (value) => {
    const types = eventsIn(objectAt(value)).map(typeOf)
    return types.length > 0 && types.every((type) => type !== undefined) ? ignored("not_about_money") : { kind: "unreadable", reason: "shape_unknown" }
  }),
}
