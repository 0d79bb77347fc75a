import type { CategoryChoice } from "@tagwright/formats"
import type { ServerPort, StoredDelivery, StoredEvent } from "../ports.ts"
import { isObject } from "../record/violations.ts"
import { Fault } from "@tagwright/formats"

const NOT_FOUND = 404
/** How the server's names of a person begin that are lead ids */
const leadPrefix = "lead:"
/** Most rows the inspection API gives at once. */
const rows = 5_000

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)
const isChoice = (value: unknown): value is CategoryChoice => isObject(value) && Object.values(value).every((one) => typeof one === "boolean")

/** Where the visit came from, as far as the event itself says: last touch before first. */
const channelOf = (params: Record<string, unknown>): string | undefined => {
  for (const touch of ["last", "first"]) {
    const parts = ["utm_source", "utm_medium"].map((key) => text(params[`${touch}_${key}`])).filter((part) => part !== undefined)
    if (parts.length > 0) return parts.join(" / ")
    const click = Object.keys(params).find((key) => key.startsWith(`${touch}_`) && /clid$|braid$|li_fat_id$/.test(key))
    if (click !== undefined) return click.slice(touch.length + 1)
  }
  return undefined
}

const eventOf = (row: Record<string, unknown>): StoredEvent => {
  const params = isObject(row["params"]) ? row["params"] : {}
  const [leadId, clientId, sessionId] = [text(row["leadId"]), text(row["clientId"]), text(row["sessionId"])]
  const channel = text(row["channel"]) ?? channelOf(params)
  return {
    id: text(row["id"]) ?? "",
    name: text(row["event"]) ?? "",
    params,
    testMode: row["testMode"] === true,
    ...(leadId === undefined ? {} : { leadId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(isChoice(row["choice"]) ? { choice: row["choice"] } : {}),
    ...(channel === undefined ? {} : { channel }),
  }
}

const states: Record<string, StoredDelivery["state"]> = { delivered: "delivered", pending: "pending", dead: "dead", withheld: "withheld", sending: "pending", claimed: "pending" }

const deliveryOf = (row: Record<string, unknown>): StoredDelivery => {
  const reason = text(row["reason"])
  return {
    eventId: text(row["eventId"]) ?? "",
    event: text(row["event"]) ?? "",
    destination: text(row["destination"]) ?? "",
    state: states[text(row["state"]) ?? ""] ?? "pending",
    attempts: typeof row["attempts"] === "number" ? row["attempts"] : 0,
    ...(reason === undefined ? {} : { reason }),
  }
}

const listIn = (value: unknown, name: string): Record<string, unknown>[] => {
  const list = isObject(value) ? value[name] : undefined
  return Array.isArray(list) ? list.filter(isObject) : []
}

export interface ServerAccess {
  url: string
  adminToken: string
}

/** Our server through its inspection API. Throws a Fault when it does not let us in: then nothing about it can be observed. */
export const inspectServer = (access: () => ServerAccess, { crash, log }: Pick<ServerPort, "crash" | "log"> = {}, fetchIt: typeof fetch = fetch): ServerPort => {
  const get = async (path: string): Promise<Response> => {
    const { url, adminToken } = access()
    const response = await fetchIt(url + path, { headers: { authorization: `Bearer ${adminToken}` } }).catch((cause: unknown) => {
      throw new Fault("machine", `the server at ${url} does not answer`, "Start it, or look at its log", { cause })
    })
    if (!response.ok && response.status !== NOT_FOUND) throw new Fault("caller", `the server's inspection API answered ${response.status}`, "Start the server and QA with the same TAGWRIGHT_ADMIN_TOKEN")
    return response
  }
  const ask = async (path: string): Promise<unknown> => {
    const response = await get(path)
    if (response.status === NOT_FOUND) throw new Fault("caller", `the server at ${access().url} has no ${path.split("?", 1)[0]}`, "Start the server of this version")
    return response.json()
  }
  const known: StoredEvent[] = []
  let since = 0
  /** One page of the log; answers whether there may be more. */
  const readPage = async (): Promise<boolean> => {
    const from = since
    const page = await ask(`/ops/api/events?since=${from}&limit=${rows}`)
    // Two journeys may ask at once: only the first answer to reach a place in the list is kept.
    if (from !== since) return true
    const found = listIn(page, "events")
    const next: unknown = isObject(page) ? page["next"] : undefined
    if (typeof next === "number") since = next
    known.push(...found.map(eventOf))
    return found.length === rows
  }
  const readEvents = async (): Promise<void> => {
    while (await readPage());
  }
  return {
    get url() {
      return access().url
    },
    ...(crash === undefined ? {} : { crash }),
    ...(log === undefined ? {} : { log }),
    idle: async () => listIn(await ask("/ops/api/status"), "webhooks").every((row) => row["state"] !== "received" || row["count"] === 0),
    async leadsOf(leadId) {
      const response = await get(`/ops/api/leads/${encodeURIComponent(leadId)}`)
      const lead: unknown = response.ok ? await response.json() : undefined
      const names = isObject(lead) && Array.isArray(lead["names"]) ? lead["names"] : []
      return names.flatMap((name: unknown) => (typeof name === "string" && name.startsWith(leadPrefix) ? [name.slice(leadPrefix.length)] : []))
    },
    async ofLead(leadId) {
      await readEvents()
      const events = known.filter((event) => event.leadId === leadId)
      const ids = new Set(events.map((event) => event.id))
      const deliveries = listIn(await ask(`/ops/api/deliveries?limit=${rows}&lead=${encodeURIComponent(leadId)}`), "deliveries").map(deliveryOf)
      return { events, deliveries: deliveries.filter((delivery) => ids.has(delivery.eventId)) }
    },
  }
}
