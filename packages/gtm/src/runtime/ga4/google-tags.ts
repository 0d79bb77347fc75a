import type { Change, ConsentState } from "../consent/state.ts"
import type { GtagCommand } from "../engine/gtag-command.ts"
import type { Host } from "../host/host.ts"
import { Ga4Client, type Ga4Event } from "./client.ts"
import { normalise } from "./fields.ts"
import type { Identities } from "./session.ts"

export interface Addressed extends Ga4Event {
  /** Destination ids; empty = every loaded one. */
  to: string[]
}

/**
 * All Google tags of a page and the queue before them: events wait for the tag of their id to load (fact B9), and
 * all hits wait while consent is waited for (fact C1).
 */
export class GoogleTags {
  readonly #host: Host
  readonly #consent: ConsentState
  readonly #clients = new Map<string, Ga4Client>()
  readonly #queued: Addressed[] = []
  readonly #held: (() => void)[] = []
  readonly #shared: Record<string, unknown> = {}
  readonly #identities: Identities = new Map()
  readonly #configs = new Map<string, Record<string, unknown>>()

  constructor(host: Host, consent: ConsentState) {
    this.#host = host
    this.#consent = consent
    consent.subscribe((change) => this.#consentChanged(change))
  }

  command(command: GtagCommand): void {
    switch (command.name) {
      case "consent":
        return this.#consentCommand(command)
      case "set":
        return this.#set(command.keys)
      case "config":
        return this.#config(command.id, command.settings)
      case "event":
        return this.event({ name: command.event, params: command.params, userProperties: {}, external: true, tag: undefined, to: sendTo(command.params) })
      case "get":
        return command.answer(this.#read(command.id, command.field))
      case "js":
        return
    }
  }

  #consentCommand(command: GtagCommand & { name: "consent" }): void {
    const now = this.#host.clock.now()
    if (command.mode === "update") return this.#consent.update(command.values)
    if (command.mode === "declare") return this.#consent.declare(command.values)
    const wait = this.#consent.default(command.values, now)
    if (wait > 0) this.#host.timers.after(wait, () => this.#consent.waitOver(this.#host.clock.now()))
  }

  #set(keys: Record<string, unknown>): void {
    Object.assign(this.#shared, normalise(keys))
    for (const client of this.#clients.values()) Object.assign(client.settings, normalise(keys))
  }

  #config(id: string, settings: Record<string, unknown>): void {
    const client = this.#clients.get(id)
    if (client === undefined) this.#configs.set(id, { ...this.#configs.get(id), ...settings })
    else this.#configure(client, settings, undefined)
  }

  /** A Google tag of a container: loads its script once, then configures (fact B9). */
  load(id: string, settings: Record<string, unknown>, tag: string | undefined): void {
    this.#host.whenKnown(() => {
      const present = this.#clients.get(id)
      const client = present ?? new Ga4Client(id, { ...this.#shared }, this.#host, this.#consent, this.#identities)
      this.#clients.set(id, client)
      if (present === undefined) this.#configs.delete(id)
      this.#configure(client, settings, tag)
      if (present === undefined) for (const event of this.#queued.splice(0)) this.event(event)
    })
  }

  event(event: Addressed): void {
    const targets = event.to.length === 0 ? [...this.#clients.values()] : event.to.flatMap((id) => this.#clients.get(id) ?? [])
    const missing = event.to.filter((id) => !this.#clients.has(id))
    if (missing.length > 0 || (event.to.length === 0 && targets.length === 0)) this.#queued.push({ ...event, to: missing })
    for (const client of targets) this.#whenAllowed(() => client.send(event))
  }

  #read(id: string, field: string): unknown {
    return this.#clients.get(id)?.read(field)
  }

  /** What `gtag("set", …)` said for all tags. */
  setting(key: string): unknown {
    return this.#shared[key]
  }

  /** The first loaded GA4 tag, for the built-in "Analytics …" variables. */
  first(): Ga4Client | undefined {
    return this.#clients.values().next().value
  }

  /** Events whose Google tag never loaded. */
  unheard(): readonly Addressed[] {
    return this.#queued
  }

  hide(): void {
    for (const client of this.#clients.values()) client.hide()
  }

  flush(): void {
    for (const client of this.#clients.values()) client.flush()
  }

  #configure(client: Ga4Client, given: Record<string, unknown>, tag: string | undefined): void {
    const settings = normalise(given)
    Object.assign(client.settings, settings)
    if (settings["send_page_view"] === false) return
    this.#whenAllowed(() => client.send({ name: "page_view", params: {}, userProperties: {}, external: false, tag }))
  }

  #whenAllowed(send: () => void): void {
    if (this.#consent.waiting(this.#host.clock.now())) this.#held.push(send)
    else send()
  }

  #consentChanged(change: Change): void {
    const arrived = change.command === "update" && change.types.includes("analytics_storage") && this.#consent.granted("analytics_storage")
    if (arrived) for (const client of this.#clients.values()) client.consentGranted(change.types)
    if (change.command !== "default") for (const send of this.#held.splice(0)) send()
  }
}

const sendTo = (params: Record<string, unknown>): string[] => {
  const to = params["send_to"]
  return to === undefined ? [] : (Array.isArray(to) ? to : [to]).map(String)
}
