import { CANARY } from "../../src/store/model.ts"
import { TOKEN } from "../helpers/secrets.ts"

/** One event of the crash tests; the same id wherever it turns up. */
export const bodyOf = (id: string, lead = `lead-${id}`): string =>
  JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: lead, consent: { necessary: true } }, events: [{ id, name: "page_view", at: Date.now(), page: { url: "https://shop.example/" }, params: { label: id } }] })

/** Sends one event; true when the server promised that it is stored. */
export const send = async (url: string, id: string, lead?: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/collect`, { method: "POST", body: bodyOf(id, lead) })
    return answer.status === 200 && (await answer.text()).includes("accepted")
  } catch {
    // The server died: whatever it had not acknowledged may be lost.
    return false
  }
}

/** Sends one event after another until told to stop; remembers which were acknowledged. */
export const client = async (url: string, acknowledged: Set<string>, isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    const id = crypto.randomUUID()
    if (await send(url, id)) acknowledged.add(id)
  }
}

export interface Row {
  id: string
  state: string
  destination: string
}
const isView = (value: unknown): value is { events: { id: string; seq: number; name: string }[]; deliveries: { id: number; eventId: string; state: string; destination: string }[] } => typeof value === "object" && value !== null
/** Everything the inspection API lists, page by page. */
export const readAll = async (url: string, path: "events" | "deliveries", query = ""): Promise<Row[]> => {
  const rows: Row[] = []
  for (let since = 0; ; ) {
    const value: unknown = await (await fetch(`${url}/ops/api/${path}?since=${since}&limit=5000${query}`, { headers: { authorization: `Bearer ${TOKEN}` } })).json()
    if (!isView(value)) throw new Error("the inspection API answered something else")
    const page = path === "events" ? value.events.map((row) => ({ id: row.id, name: row.name, state: "", destination: "", at: row.seq })) : value.deliveries.map((row) => ({ id: row.eventId, name: "", state: row.state, destination: row.destination, at: row.id }))
    if (page.length === 0) return rows
    // The server's own probe of its door is nobody's event, and none of these sinks gets it.
    rows.push(...page.filter(({ name }) => name !== CANARY))
    since = page.at(-1)?.at ?? since
  }
}
