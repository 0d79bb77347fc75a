import { useEffect, useState } from "preact/hooks"

/** An event as the server's inspection API tells it. */
export interface LiveEvent {
  seq: number
  id: string
  event: string
  source: string
  at: number
  params: Record<string, unknown>
  leadId?: string
  testMode: boolean
  choice?: Record<string, boolean>
}
export interface LiveDelivery {
  id: number
  eventId: string
  destination: string
  state: string
  attempts: number
  reason?: string
}
/** What the container did with one push, as the preview hands it on. */
export interface LiveFiring {
  event: string
  fired: { tag: string; status: string; values: Record<string, unknown> }[]
  notFired: { tag: string; reason: string; detail?: string }[]
}
export interface Feed {
  events: LiveEvent[]
  deliveries: LiveDelivery[]
  firings: LiveFiring[]
  connected: boolean
}

/** What the page keeps: enough for a long visit, too little to slow a browser down. */
const KEPT = 500
/** Addresses are relative: whoever serves the page hands these on to the server. */
const events = "ops/api/events"
const deliveries = "ops/api/deliveries"
const stream = "ops/api/stream"
const firings = "ops/api/firings"

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const isEvent = (value: unknown): value is LiveEvent => isObject(value) && "seq" in value && "event" in value && "params" in value && isObject(value.params)
const isDelivery = (value: unknown): value is LiveDelivery => isObject(value) && "eventId" in value && "destination" in value && "state" in value
const isFiring = (value: unknown): value is LiveFiring => isObject(value) && "event" in value && "fired" in value && Array.isArray(value.fired) && "notFired" in value && Array.isArray(value.notFired)

const list = async (address: string, name: string): Promise<unknown[]> => {
  const answer = await fetch(address, { headers: { accept: "application/json" } })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  const value: unknown = await answer.json()
  const members = isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
  return Array.isArray(members) ? members : []
}

const newest = <T>(all: T[]): T[] => all.slice(-KEPT)

/** Asks for what is new whenever the stream says that something happened. The stream carries ids only; the lists carry the rest. */
export const useFeed = (): Feed => {
  const [feed, setFeed] = useState<Feed>({ events: [], deliveries: [], firings: [], connected: false })
  useEffect(() => {
    let since = 0
    let asking = false
    let again = false
    const ask = async (): Promise<void> => {
      if (asking) return void (again = true)
      asking = true
      try {
        const come = (await list(`${events}?since=${since}`, "events")).filter(isEvent)
        const sent = (await list(deliveries, "deliveries")).filter(isDelivery)
        since = come.at(-1)?.seq ?? since
        setFeed((old) => ({ ...old, events: newest([...old.events, ...come]), deliveries: newest(sent), connected: true }))
      } catch {
        setFeed((old) => ({ ...old, connected: false }))
      }
      asking = false
      if (again) {
        again = false
        void ask()
      }
    }
    const source = new EventSource(stream)
    const tell = () => void ask()
    for (const name of ["open", "event", "delivery"]) source.addEventListener(name, tell)
    source.addEventListener("error", () => setFeed((old) => ({ ...old, connected: false })))
    const add = (values: unknown[]) => setFeed((old) => ({ ...old, firings: newest([...old.firings, ...values.filter(isFiring)]) }))
    list(firings, "firings").then(add, () => undefined)
    const fired = new EventSource(`${firings}/stream`)
    fired.addEventListener("firing", ({ data }) => add([JSON.parse(String(data))]))
    return () => {
      source.close()
      fired.close()
    }
  }, [])
  return feed
}
