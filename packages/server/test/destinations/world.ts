import { onTestFinished } from "vitest"
import { startStandIns, type Received, type StandIns, type TableSchema, type Vendor } from "@tagwright/stand-ins"
import type { PlanEnvironment, ResolvedDestination, ServerPlan } from "@tagwright/formats"
import type { Clock } from "../../src/clock.ts"
import { createHttpClient, TIMEOUT_MS } from "../../src/delivery/http-client.ts"
import { connect } from "../../src/destinations/index.ts"
import { redirected } from "../../src/destinations/redirected.ts"
import type { DeliveryInput, Sender } from "../../src/destinations/destination.ts"
import { EXAMPLE, type AnyExample, type ServedType } from "../../src/destinations/example.ts"
import { grantsType } from "../../src/plan/consent.ts"
import { serverPlan, shopInput } from "../helpers/plan.ts"

const EVENTS_TABLE: TableSchema = {
  event_id: "STRING!", event: "STRING!", at: "TIMESTAMP!", received_at: "TIMESTAMP", source: "STRING", lead_id: "STRING", client_id: "STRING", session_id: "STRING",
  page_url: "STRING", amount_minor: "INT64", amount_exponent: "INT64", currency: "STRING", params: "JSON", personal: "JSON", test_mode: "BOOL",
}
const TICK_MS = 50
export const TABLE = "shop-data.tracking.events"

/** Where a type's stand-in is found, and which secret it knows. */
const vendorOf: Record<ServedType, Vendor> = { ga4: "ga4", meta: "meta", "google-ads": "google-ads", linkedin: "linkedin", tiktok: "tiktok", hubspot: "hubspot", mailerlite: "mailerlite", pipedrive: "pipedrive", rest: "rest", webhook: "webhook", files: "s3", bigquery: "bigquery" }
const secretOf = (type: ServedType, standIns: StandIns): string => {
  if (type === "google-ads" || type === "bigquery") return standIns.secrets.google(type)
  if (type === "files") return standIns.secrets.s3
  return type === "webhook" ? standIns.secrets.webhook : "secret-token"
}
/** Look-ups, preparations and tokens are not what an example shows. */
const isWrite = ({ method, path }: Received): boolean => method !== "GET" && !/\/properties\/|\/api\/(fields|groups)|\/token$/.test(path)

const planFor = (example: AnyExample): { plan: ServerPlan; destination: ResolvedDestination } => {
  const only = ["there"]
  const plan = serverPlan({
    ...shopInput,
    destinations: { there: example.in.destination },
    parameters: { ...shopInput.parameters, email: { type: "email", describe: "d", only }, phone: { type: "phone", describe: "d", only }, name: { type: "name", describe: "d", only } },
    events: Object.fromEntries(["purchase", "lead_submit"].map((name) => [name, { describe: "d", from: { webhook: "stripe", when: "paid" as const }, to: ["there"] }])),
  })
  const destination = plan.destinations["there"]
  if (destination === undefined) throw new Error("no destination")
  return { plan, destination }
}

/** A delivery of the example, as the queue would hand it over. */
export const inputOf = (example: AnyExample, change: Partial<DeliveryInput["event"]> = {}): DeliveryInput => {
  const { plan } = planFor(example)
  const { event, personal = {}, campaign, testMode = false } = example.in
  const resolved = plan.events[event.name]
  if (resolved === undefined) throw new Error("the example's event is not in the plan")
  const choice = { necessary: true, analytics: true, marketing: true }
  const touch = campaign && { at: EXAMPLE.at - 60_000, landing: EXAMPLE.page.url, params: campaign }
  return {
    event: { seq: 1, id: EXAMPLE.id, source: "stripe", at: EXAMPLE.at, receivedAt: EXAMPLE.at, leadId: EXAMPLE.leadId, clientId: EXAMPLE.clientId, sessionId: EXAMPLE.sessionId, choice, page: EXAMPLE.page, testMode, ...event, ...change },
    plan: resolved,
    choice,
    person: { leadId: EXAMPLE.leadId, choice, choiceAt: 0, firstTouch: touch, lastTouch: touch },
    personal,
    environment: { name: testMode ? "staging" : "production", testMode, ga4: "G-SHOP00001" },
    grants: { adUserData: grantsType(plan, choice, "ad_user_data"), adPersonalization: grantsType(plan, choice, "ad_personalization") },
    now: EXAMPLE.now,
  }
}

export interface DestinationWorld {
  standIns: StandIns
  sender: Sender
  windowMs: number | undefined
  /** What changed something at the vendor, oldest first */
  writes(): Received[]
  /** The vendor's next answers */
  flap: (faults: Parameters<StandIns["control"]["flap"]>[1]) => void
}

/** Waits are over at once, and the time they took has passed for everybody. Time goes on while requests come. */
const testClock = (): Clock => {
  let [ticks, waited] = [0, 0]
  return {
    now: () => EXAMPLE.now + ticks++ * TICK_MS + waited,
    after: (ms, run) => {
      waited += ms
      const turn = setImmediate(run)
      return () => clearImmediate(turn)
    },
  }
}

/** The destination of an example, connected to its stand-in over HTTP. */
export const connectExample = async (example: AnyExample, options: { secret?: string | undefined; withoutSecret?: boolean; /** Another peer in the stand-in's place */ url?: string; /** Other secrets that the destination names */ secrets?: (standIns: StandIns) => Record<string, string>; environment?: Partial<PlanEnvironment>; clock?: Clock } = {}): Promise<DestinationWorld> => {
  const { type } = example.in.destination
  const clock = options.clock ?? testClock()
  const standIns = await startStandIns({
    links: {},
    webhookSecret: "whsec_unused",
    siteUrl: "https://shop.example",
    // Time goes on while requests come, so that the vendors' limits per second let a test through.
    clock: clock.now,
    hubspot: { properties: ["last_order_value"] },
    pipedrive: { customFields: ["dcf558aac1ae4e8c4f849ba5e668430d8df9be12"] },
    s3: { buckets: ["warehouse"] },
    bigquery: { tables: { [TABLE]: EVENTS_TABLE } },
  })
  onTestFinished(standIns.close)
  const client = createHttpClient()
  onTestFinished(client.close)
  const { plan, destination: resolved } = planFor(example)
  const environment = plan.site.environments["production"]
  if (environment === undefined) throw new Error("no environment")
  const vendor = vendorOf[type]
  const base = options.url ?? standIns.urls[vendor]
  const destination = redirected(resolved, base)
  const secret = options.withoutSecret === true ? undefined : (options.secret ?? secretOf(type, standIns))
  const connected = await connect(destination, () => ({ baseUrl: base, secret: () => secret, secretNamed: (name) => options.secrets?.(standIns)[name], environment: { ...environment, ...options.environment }, send: client.send, sendGuarded: client.send, timeoutMs: TIMEOUT_MS, plan, clock }))
  if (connected === undefined) throw new Error(`our server does not deliver to ${type}`)
  return { standIns, sender: connected.sender, windowMs: connected.windowMs, writes: () => standIns.received(vendor).filter(isWrite), flap: (faults) => standIns.control.flap(vendor, faults) }
}
