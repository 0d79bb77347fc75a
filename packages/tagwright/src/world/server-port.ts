import type { ServerPort, StoredDelivery, StoredEvent } from "@tagwright/qa"

/** The server's own limit; a QA run makes a few hundred. */
const mostRows = 5000

/** As QA sees a running server: through its inspection API, like anybody else. */
export const serverPort = (url: string, adminToken: string, ask: typeof fetch = fetch): ServerPort => {
  const get = async (path: string): Promise<unknown> => {
    const answer = await ask(`${url}${path}`, { headers: { authorization: `Bearer ${adminToken}` } })
    if (!answer.ok) throw new Error(`the server answers ${answer.status} to ${path.split("?")[0]}`)
    return answer.json()
  }
  return {
    url,
    ofLead: async (leadId) => {
      const all = rows(await get(`/ops/api/events?limit=${mostRows}`), "events")
      const events = all.filter((row) => row["leadId"] === leadId).map(storedEvent)
      const ids = new Set(events.map(({ id }) => id))
      const deliveries = rows(await get(`/ops/api/deliveries?limit=${mostRows}`), "deliveries").map(storedDelivery)
      return { events, deliveries: deliveries.filter(({ eventId }) => ids.has(eventId)) }
    },
  }
}

type Row = Record<string, unknown>
const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value)
const rows = (answer: unknown, name: string): Row[] => {
  const list = isRow(answer) ? answer[name] : undefined
  return Array.isArray(list) ? list.filter(isRow) : []
}
const text = (value: unknown): string => (typeof value === "string" ? value : "")
/** The text members that are there, under the names QA knows. */
const texts = <K extends string>(row: Row, keys: readonly K[]): Partial<Record<K, string>> => {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) {
    const value = row[key]
    if (typeof value === "string") found[key] = value
  }
  return found
}

const storedEvent = (row: Row): StoredEvent => ({
  id: text(row["id"]),
  name: text(row["event"]),
  params: isRow(row["params"]) ? row["params"] : {},
  ...texts(row, ["leadId", "clientId", "sessionId", "channel"]),
  testMode: row["testMode"] === true,
  ...(isRow(row["choice"]) ? { choice: Object.fromEntries(Object.entries(row["choice"]).filter((pair): pair is [string, boolean] => typeof pair[1] === "boolean")) } : {}),
})

const states = ["delivered", "pending", "dead", "withheld"] as const
const storedDelivery = (row: Row): StoredDelivery => ({
  eventId: text(row["eventId"]),
  event: text(row["event"]),
  destination: text(row["destination"]),
  state: states.find((state) => state === row["state"]) ?? "pending",
  attempts: typeof row["attempts"] === "number" ? row["attempts"] : 0,
  ...texts(row, ["reason"]),
})
