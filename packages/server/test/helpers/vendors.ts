import { onTestFinished } from "vitest"
import { startStandIns, type Received, type StandIns, type Vendor } from "@tagwright/stand-ins"
import { SECRETS, startTestServer, type TestServer } from "./server.ts"
import type { ServerOptions } from "../../src/index.ts"

const links = { intensive: { name: "The Intensive", amount: 24_000, currency: "eur", itemId: "intensive", redirect: "/thanks/" } }

/** A server whose vendors are the stand-ins, and a Stripe that sends its webhooks there. */
export const startWithVendors = async (options: Partial<ServerOptions> = {}) => {
  let server: TestServer | undefined
  const standIns = await startStandIns({
    links,
    livemode: options.environment !== "staging",
    webhookUrl: () => server && `${server.url}/webhooks/stripe`,
    webhookSecret: SECRETS["STRIPE_WEBHOOK_SECRET"] ?? "",
    siteUrl: "https://shop.example",
    mailerlite: { groups: ["Letter"] },
  })
  onTestFinished(standIns.close)
  const { ga4, meta, hubspot, mailerlite } = standIns.urls
  const start = async (more: Partial<ServerOptions> = {}) => (server = await startTestServer({ vendors: { ga4, meta, hubspot, mailerlite }, ...options, ...more }))
  return { standIns, start }
}

/** Buys through the hosted payment page, as a browser would. */
export const buy = (standIns: StandIns, method: "card" | "voucher", leadId = "lead-1"): Promise<Response> =>
  fetch(`${standIns.urls.pay}/intensive`, { method: "POST", body: new URLSearchParams({ method, client_reference_id: leadId }), redirect: "manual" })

/** What a vendor got that changes something there; look-ups are left out. */
export const writes = (standIns: StandIns, vendor: Vendor): Received[] => standIns.received(vendor).filter(({ method, path }) => method === "POST" && !path.includes("/properties/") && !path.includes("/fields"))
