import { expand, isPlain, merge } from "./merge.ts"

/**
 * Tag Manager's two stores (fact A2). Version 1: exact key text, last pushed value. Version 2: keys split at
 * dots and merged into one tree.
 */
export class DataLayerModel {
  #flat = new Map<string, unknown>()
  #tree: Record<string, unknown> = {}
  /** The `gtm.*` part of version 1; replaced, never changed, so that an event can keep it. */
  #auto: Readonly<Record<string, unknown>> = {}

  /** Version 2 by dotted path. A missing step gives undefined; a step through null gives false, as Google's does. */
  readonly get = (path: string): unknown => {
    let at: unknown = this.#tree
    for (const step of path.split(".")) {
      if (at === null) return false
      if (at === undefined) return undefined
      at = Reflect.get(Object(at), step)
    }
    return at
  }

  /** Version 1 by exact key. */
  readonly exact = (key: string): unknown => this.#flat.get(key)

  readonly set = (key: string, value: unknown): void => {
    this.#remember(key, value)
    if (!key.includes(".") && !(isPlain(value) || Array.isArray(value))) {
      if (key !== "__proto__") this.#tree[key] = value
    } else merge(expand(key, value), this.#tree)
  }

  /** Sets a key so that nothing of the old value stays below it. */
  readonly replace = (key: string, value: unknown): void => {
    merge(expand(key, undefined), this.#tree)
    this.set(key, value)
  }

  /** The whole of version 2, for reading only. */
  readonly everything = (): Readonly<Record<string, unknown>> => this.#tree

  readonly reset = (): void => {
    this.#flat = new Map()
    this.#tree = {}
    this.#auto = {}
  }

  /** `eventModel` does not outlive its message (fact A2). */
  forgetEventModel(): void {
    delete this.#tree["eventModel"]
  }

  snapshot(): Readonly<Record<string, unknown>> {
    return this.#auto
  }

  #remember(key: string, value: unknown): void {
    this.#flat.set(key, value)
    if (key.startsWith("gtm.")) this.#auto = { ...this.#auto, [key]: value }
  }
}
