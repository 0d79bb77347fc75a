import { inEea, specificity } from "./regions.ts"

/** The types with a meaning of their own, in the order of the `gcd` parameter where they occur there. */
export const CORE_TYPES = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"] as const
export type CoreType = (typeof CORE_TYPES)[number]

export type Change = { types: string[]; command: "default" | "update" | "timeout" }

interface Entry {
  default?: boolean
  closeness: number
  declare?: boolean
  update?: boolean
}

/** Members of a consent command that are settings, not types. */
const SETTINGS = new Set(["region", "wait_for_update"])

/**
 * Consent Mode for one page, shared by its containers (fact C1). A type is looked up as update, then default of
 * the most specific region, then what the region implies; a type that nobody mentioned is granted.
 */
export class ConsentState {
  /** True once any consent command was seen. */
  active = false
  readonly region: string
  readonly #entries = new Map<string, Entry>()
  readonly #listeners: ((change: Change) => void)[] = []
  #waitEnds = 0
  /** What a consent management platform says under the IAB's framework (fact C5). */
  tcf: { gdpr: "0" | "1"; text: string } | undefined

  constructor(region: string) {
    this.region = region.trim().toUpperCase()
  }

  /** `now` in ms; answers the ms for which Google tags hold their hits, 0 = do not. */
  default(values: object, now: number): number {
    this.active = true
    const closeness = specificity(Reflect.get(values, "region"), this.region)
    if (closeness < 0) return 0
    const types = this.#states(values, (entry, granted) => {
      if (entry.default !== undefined && entry.closeness > closeness) return
      entry.default = granted
      entry.closeness = closeness
    })
    const wait = Number(Reflect.get(values, "wait_for_update") ?? 0)
    if (wait > 0) this.#waitEnds = Math.max(this.#waitEnds, now + wait)
    this.#tell({ types, command: "default" })
    return wait > 0 ? wait : 0
  }

  update(values: object): void {
    this.active = true
    const before = new Map([...this.#entries.keys(), ...CORE_TYPES].map((type) => [type, this.granted(type)]))
    const types = this.#states(values, (entry, granted) => (entry.update = granted))
    this.#waitEnds = 0
    this.#tell({ types: types.filter((type) => before.get(type) !== this.granted(type)), command: "update" })
  }

  /** Called by whoever owns the clock when a `wait_for_update` ran out. */
  waitOver(now: number): void {
    if (this.#waitEnds > now || this.#waitEnds === 0) return
    this.#waitEnds = 0
    this.#tell({ types: [], command: "timeout" })
  }

  waiting(now: number): boolean {
    return this.#waitEnds > now
  }

  /** The weakest word of all: what a template of Google's says before anybody else does. */
  declare(values: object): void {
    this.active = true
    this.#states(values, (entry, granted) => (entry.declare = granted))
  }

  granted(type: string): boolean {
    return this.explicit(type) ?? this.#entries.get(type)?.declare ?? this.implicit(type) ?? true
  }

  /** What commands said, undefined when none did. */
  explicit(type: string): boolean | undefined {
    const entry = this.#entries.get(type)
    return entry?.update ?? entry?.default
  }

  implicit(type: string): boolean | undefined {
    if (type === "ad_personalization") return !inEea(this.region)
    return (CORE_TYPES as readonly string[]).includes(type) ? true : undefined
  }

  parts(type: string): { declare: boolean | undefined; default: boolean | undefined; update: boolean | undefined } {
    const entry = this.#entries.get(type)
    return { declare: entry?.declare, default: entry?.default, update: entry?.update }
  }

  /** Types with a state, for reports. */
  snapshot(): Record<string, "granted" | "denied"> {
    const types = new Set<string>([...CORE_TYPES, ...this.#entries.keys()])
    return Object.fromEntries([...types].map((type) => [type, this.granted(type) ? "granted" : "denied"]))
  }

  subscribe(listener: (change: Change) => void): void {
    this.#listeners.push(listener)
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners.slice()) listener(change)
  }

  /** Only the exact text "granted" grants; null and undefined leave a type as it is (fact C1). */
  #states(values: object, put: (entry: Entry, granted: boolean) => void): string[] {
    const types = Object.keys(values).filter((type) => !SETTINGS.has(type) && (Reflect.get(values, type) ?? undefined) !== undefined)
    for (const type of types) {
      const entry: Entry = this.#entries.get(type) ?? { closeness: -1 }
      put(entry, Reflect.get(values, type) === "granted")
      this.#entries.set(type, entry)
    }
    return types
  }
}
