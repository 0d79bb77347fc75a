import type { CanaryRecord, ResolvedDestination } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import { GRAPH_VERSION } from "../destinations/meta/index.ts"
import type { HttpSend, OutgoingRequest } from "../delivery/http-client.ts"
import type { PlanRuntime } from "../plan/runtime.ts"

/** A probe stores nothing at the vendor: where there is no harmless write, it is an authenticated read. */
interface Probe {
  request: OutgoingRequest
  /** A reason when an answer that arrived is still bad news */
  refuses?(body: string): string | undefined
}

/** Google's validation server checks the payload and keeps nothing; it does not check the secret (Measurement Protocol, "Validate events"). */
const ga4Probe = (base: string, measurementId: string, secret: string): Probe => ({
  request: {
    method: "POST",
    url: `${base}/debug/mp/collect?${new URLSearchParams({ measurement_id: measurementId, api_secret: secret })}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: "1.1", events: [{ name: "tagwright_probe", params: {} }] }),
  },
  refuses: (body) => (/"validationMessages":\s*\[\s*\]/.test(body) ? undefined : "validation_messages"),
})

const defaults = { ga4: "https://www.google-analytics.com", meta: "https://graph.facebook.com", hubspot: "https://api.hubapi.com", mailerlite: "https://connect.mailerlite.com" } as const
const read = (url: string, authorization: string): Probe => ({ request: { method: "GET", url, headers: { authorization, accept: "application/json" } } })

/** The probe of a destination; undefined where there is nothing to ask. */
export const probeOf = (destination: ResolvedDestination, secret: string, ga4: string, vendors: Partial<Record<string, string>>): Probe | undefined => {
  const base = (type: keyof typeof defaults): string => (vendors[type] ?? defaults[type]).replace(/\/+$/, "")
  switch (destination.type) {
    case "ga4":
      return ga4Probe(base("ga4"), ga4, secret)
    case "meta":
      return read(`${base("meta")}/${GRAPH_VERSION}/${destination.pixelId}?fields=id`, `Bearer ${secret}`)
    case "hubspot":
      return read(`${base("hubspot")}/crm/v3/objects/contacts?limit=1`, `Bearer ${secret}`)
    case "mailerlite":
      return read(`${base("mailerlite")}/api/subscribers?limit=0`, `Bearer ${secret}`)
    default:
      return undefined
  }
}

export interface ProbeInput {
  send: HttpSend
  vendors: Partial<Record<string, string>>
}
/** What whoever asks has to have. */
export interface Prober {
  clock: Clock
  secrets: (name: string) => string | undefined
  runtime: PlanRuntime
}

/** Asks one destination now. Undefined: there is nothing to ask it. `seen`: how far our clock is ahead of the vendor's. */
export const probeOnce = async ({ clock, secrets, runtime }: Prober, { send, vendors }: ProbeInput, destination: ResolvedDestination, seen: (skewMs: number) => void): Promise<CanaryRecord | undefined> => {
  const name = "secret" in destination ? destination.secret : undefined
  const secret = name === undefined ? undefined : secrets(name)?.trim().split(/\s+/)[0]
  const probe = probeOf(destination, secret ?? "", runtime.environment.ga4, vendors)
  if (probe === undefined) return undefined
  const began = clock.now()
  const told = (date: string | undefined): void => {
    const at = Date.parse(date ?? "")
    if (!Number.isNaN(at)) seen(clock.now() - at)
  }
  const reason = secret === undefined || secret === "" ? "secret_missing" : await ask(send, probe, told)
  return { kind: "canary", at: clock.now(), destination: destination.id, ok: reason === undefined, ms: clock.now() - began, ...(reason === undefined ? {} : { reason }) }
}

const ask = async (send: HttpSend, { request, refuses }: Probe, told: (date: string | undefined) => void): Promise<string | undefined> => {
  try {
    const { status, body = "", date } = await send(request)
    told(date)
    return status >= 200 && status < 300 ? refuses?.(body) : `http_${status}`
  } catch {
    return "no_answer"
  }
}
