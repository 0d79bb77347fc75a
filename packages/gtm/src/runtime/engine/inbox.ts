import { applyKeys, callMethod, readMessage, type LayerApi, type Message } from "../data-layer/message.ts"
import { describeMessage } from "./detail.ts"
import { errorText } from "./evaluate.ts"
import type { Frame } from "./frame.ts"
import { readGtag, type GtagCommand } from "./gtag-command.ts"
import type { PageState } from "./page-state.ts"
import { processEvent, type EventParts } from "./process-event.ts"

/** A page may push for hours without an event. */
const MOST_NOTES = 200

export interface InboxParts extends EventParts {
  page: PageState
  api: LayerApi
  /** Whether records tell what was pushed. */
  detail: boolean
}

/**
 * The container's queue. States: waiting (past entries taken, nothing processed) → open; while one message is
 * processed it is busy, and what is pushed meanwhile waits until that message is finished (fact B1).
 */
export class Inbox {
  readonly #parts: InboxParts
  readonly #queue: unknown[] = []
  #isOpen = false
  #busy = false
  #initialised = false
  #seenGtmJs = false
  #events = 0
  /** What was pushed since the last event. */
  #notes: unknown[] = []

  constructor(parts: InboxParts) {
    this.#parts = parts
  }

  take(messages: readonly unknown[]): void {
    this.#queue.push(...messages)
  }

  open(): void {
    this.#isOpen = true
    this.#drain()
  }

  /** Answers what `push` answers: false when a tag was fired, else true. */
  deliver(messages: readonly unknown[]): boolean {
    this.take(messages)
    return !this.#drain()
  }

  #drain(): boolean {
    if (!this.#isOpen || this.#busy) return false
    let fired = false
    this.#busy = true
    try {
      while (this.#queue.length > 0) fired = this.#guarded(this.#queue.shift()) || fired
    } finally {
      this.#busy = false
    }
    return fired
  }

  /** A hostile message (a getter that throws, a proxy, a cycle) costs itself, nothing more. */
  #guarded(pushed: unknown): boolean {
    try {
      return this.#process(pushed)
    } catch (error) {
      this.#parts.runtime.report("container", this.#parts.runtime.program.publicId, `a data layer message could not be processed: ${errorText(error)}`)
      return false
    }
  }

  #process(pushed: unknown): boolean {
    const message = readMessage(pushed)
    this.#parts.runtime.model.forgetEventModel()
    // A message that may bring initialisation is noted when that is through.
    if (message.kind !== "gtag" && !(message.kind === "keys" && message.event !== undefined)) this.#note(pushed)
    switch (message.kind) {
      case "ignored":
        return false
      case "method":
        return this.#method(message.path, message.args)
      case "call":
        return this.#call(message)
      case "keys":
        return this.#keys(message.keys, message.event, message.source)
      case "gtag": {
        const command = readGtag(message.args)
        return command === undefined || typeof pushed !== "object" || pushed === null ? false : this.#gtag(command, pushed)
      }
    }
  }

  #method(path: string, args: readonly unknown[]): boolean {
    try {
      callMethod(this.#parts.runtime.model, path, args)
    } catch {
      // Errors of command arrays are swallowed (fact A1).
    }
    return false
  }

  #call(message: Message & { kind: "call" }): boolean {
    try {
      message.run.call(this.#parts.api)
    } catch {
      // A throw of a pushed function is swallowed (fact A1).
    }
    return false
  }

  #keys(keys: Record<string, unknown>, event: string | undefined, source: object, shown: unknown = source): boolean {
    const { model } = this.#parts.runtime
    if (event === undefined) {
      applyKeys(model, keys)
      return false
    }
    const given = Number(keys["gtm.uniqueEventId"])
    const fired = this.#initialise(given > 0 ? given - 2 : undefined)
    this.#note(shown)
    const id = given > 0 ? given : this.#parts.page.nextEventId()
    keys["gtm.uniqueEventId"] = id
    // Written back so that the page and other containers see it; a frozen message keeps its own form.
    Reflect.set(source, "gtm.uniqueEventId", id)
    applyKeys(model, keys)
    if (event === "gtm.js" && this.#seenGtmJs) return fired
    this.#seenGtmJs ||= event === "gtm.js"
    return this.#event(event, id, keys) || fired
  }

  #note(pushed: unknown): void {
    if (this.#parts.detail && this.#notes.length < MOST_NOTES) this.#notes.push(describeMessage(pushed))
  }

  #event(name: string, id: number, message: Record<string, unknown>): boolean {
    const { runtime, record } = this.#parts
    const frame: Frame = {
      index: this.#events++, id, name, message, auto: runtime.model.snapshot(), ecommerce: runtime.model.exact("ecommerce"),
      eventModel: message["eventModel"], conditions: new Uint8Array(runtime.program.conditions.length), callbacks: [],
    }
    if (record !== undefined) frame.met = []
    if (record !== undefined && this.#parts.detail) Object.assign(frame, { seen: {}, began: runtime.host.clock.now(), messages: this.#notes.splice(0) })
    return processEvent(frame, this.#parts)
  }

  /** Just before the first event, consent initialisation and initialisation (fact B1). */
  #initialise(firstId: number | undefined): boolean {
    if (this.#initialised) return false
    this.#initialised = true
    return ["gtm.init_consent", "gtm.init"].reduce((fired, event, index) => {
      const id = firstId === undefined ? this.#parts.page.nextEventId() : firstId + index
      const message = { event, "gtm.uniqueEventId": id }
      applyKeys(this.#parts.runtime.model, message)
      return this.#event(event, id, message) || fired
    }, false)
  }

  #gtag(command: GtagCommand, source: object): boolean {
    const { runtime, page } = this.#parts
    const fired = command.name === "set" || command.name === "consent" ? false : this.#initialise(undefined)
    const first = !page.routed.has(source)
    page.routed.add(source)
    if (command.name === "set") for (const [key, value] of Object.entries(command.keys)) runtime.model.replace(key, value)
    if (first) page.google.command(command)
    if (command.name !== "event" && command.name !== "js") return (this.#note(source), fired)
    return this.#keys(command.message, String(command.message["event"]), command.message, source) || fired
  }
}
