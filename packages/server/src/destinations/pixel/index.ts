import { outcomeOf } from "../../delivery/outcome.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"

/** Fills `{{event}}` and `{{parameter}}`; what the event does not have becomes empty. */
export const fillUrl = (url: string, { event }: Pick<DeliveryInput, "event">): string =>
  url.replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/gi, (_whole, name: string) => {
    const own: Record<string, unknown> = { event: event.name, event_id: event.id, lead_id: event.leadId, ...event.params }
    const value = own[name]
    return value === undefined ? "" : encodeURIComponent(typeof value === "object" ? JSON.stringify(value) : String(value))
  })

/** An image URL, fetched by the server: for server events, which no page can fetch it for. */
export const pixel: DestinationKind<"pixel"> = {
  defaultUrl: "",
  concurrency: 4,
  connect: (destination, { sendGuarded }) => ({
    deliver: async (input) => outcomeOf(await sendGuarded({ method: "GET", url: fillUrl(destination.url, input) }), input.now),
  }),
}
