import { text } from "./operators.ts"

export type Api = (...args: never[]) => unknown
type Apis = Record<string, unknown>

const typeOf = (value: unknown): string => {
  if (value === null) return "null"
  return Array.isArray(value) ? "array" : typeof value
}

/** JSON of the sandbox: a text that does not parse gives undefined instead of a throw. */
const json = {
  parse: (value: unknown): unknown => {
    try {
      return JSON.parse(String(value))
    } catch {
      return undefined
    }
  },
  stringify: (value: unknown): unknown => JSON.stringify(value),
}

const object = {
  keys: (value: unknown) => Object.keys(Object(value)),
  values: (value: unknown) => Object.values(Object(value)),
  entries: (value: unknown) => Object.entries(Object(value)),
  freeze: (value: unknown) => Object.freeze(value),
  delete: (value: unknown, key: string) => (typeof value === "object" && value !== null ? Reflect.deleteProperty(value, key) : false),
}

const math = { abs: Math.abs, floor: Math.floor, ceil: Math.ceil, round: Math.round, max: Math.max, min: Math.min, pow: Math.pow, sqrt: Math.sqrt, trunc: Math.trunc, sign: Math.sign }

const quiet = (run: (value: string) => string) => (value: unknown): unknown => {
  try {
    return run(String(value))
  } catch {
    return undefined
  }
}

const bytes = (value: string): string => String.fromCharCode(...new TextEncoder().encode(value))
const fromBytes = (value: string): string => new TextDecoder().decode(Uint8Array.from(value, (char) => char.charCodeAt(0)))

export const parseUrl = (value: unknown): unknown => {
  const url = URL.parse(String(value))
  if (url === null) return undefined
  const searchParams: Record<string, string | string[]> = {}
  for (const key of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(key)
    searchParams[key] = all.length === 1 ? (all[0] ?? "") : all
  }
  return {
    href: url.href, origin: url.origin, protocol: url.protocol, username: url.username, password: url.password, host: url.host, hostname: url.hostname,
    port: url.port, pathname: url.pathname, search: url.search, searchParams, hash: url.hash,
  }
}

/** APIs that need neither a page nor a permission; the same in web and server templates. */
export const standardLibrary = (world: { now: () => number; random: () => number }): Apis => ({
  JSON: json, Object: object, Math: math, getType: typeOf, parseUrl,
  makeInteger: (value: unknown) => Math.trunc(Number(text(value))) || 0,
  makeNumber: (value: unknown) => Number(text(value)),
  makeString: (value: unknown) => text(value),
  makeTableMap: (rows: unknown, key: string, value: string) => {
    if (!Array.isArray(rows) || rows.length === 0) return null
    return Object.fromEntries(rows.map((row: unknown) => [String(Reflect.get(Object(row), key)), Reflect.get(Object(row), value)]))
  },
  encodeUri: quiet(encodeURI), encodeUriComponent: quiet(encodeURIComponent), decodeUri: quiet(decodeURI), decodeUriComponent: quiet(decodeURIComponent),
  toBase64: (value: unknown) => btoa(bytes(String(value))),
  fromBase64: quiet((value) => fromBytes(atob(value))),
  generateRandom: (from: number, to: number) => Math.floor(world.random() * (to - from + 1)) + from,
  getTimestamp: () => Math.floor(world.now() / 1000),
  getTimestampMillis: () => world.now(),
  Promise: {
    create: (run: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) => new SandboxPromise(run).face,
    all: (all: unknown[]) => SandboxPromise.all(all).face,
  },
})

type Face = { then: (done: unknown, failed?: unknown) => unknown; catch: (failed: unknown) => unknown; finally: (always: unknown) => unknown }
type Settled = { ok: boolean; value: unknown }

/** Promises of the sandbox settle at once, so that a run without an event loop comes to its end. */
export class SandboxPromise {
  private settled: Settled | undefined
  private readonly waiting: ((settled: Settled) => void)[] = []
  readonly face: Face = {
    // oxlint-disable-next-line unicorn/no-thenable -- promises of the sandbox have exactly this method
    then: (done, failed) => this.next(done, failed).face,
    catch: (failed) => this.next(undefined, failed).face,
    finally: (always) => this.next((value: unknown) => (call(always, undefined), value), (reason: unknown) => (call(always, undefined), SandboxPromise.rejected(reason).face)).face,
  }

  constructor(run: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) {
    run((value) => this.settle(true, value), (value) => this.settle(false, value))
  }

  static rejected(reason: unknown): SandboxPromise {
    return new SandboxPromise((_resolve, reject) => reject(reason))
  }

  static resolved(value: unknown): SandboxPromise {
    return new SandboxPromise((resolve) => resolve(value))
  }

  static all(all: readonly unknown[]): SandboxPromise {
    return new SandboxPromise((resolve, reject) => {
      const values: unknown[] = []
      let missing = all.length
      if (missing === 0) resolve(values)
      for (const [index, one] of all.entries()) {
        const put = (value: unknown): void => {
          values[index] = value
          missing -= 1
          if (missing === 0) resolve(values)
        }
        if (isFace(one)) one.then(put, reject)
        else put(one)
      }
    })
  }

  private settle(ok: boolean, value: unknown): void {
    if (this.settled !== undefined) return
    if (ok && isFace(value)) return void value.then((inner: unknown) => this.settle(true, inner), (inner: unknown) => this.settle(false, inner))
    this.settled = { ok, value }
    for (const told of this.waiting.splice(0)) told(this.settled)
  }

  private next(done: unknown, failed: unknown): SandboxPromise {
    return new SandboxPromise((resolve, reject) => {
      const told = ({ ok, value }: Settled): void => {
        const run = ok ? done : failed
        if (typeof run !== "function") return ok ? resolve(value) : reject(value)
        try {
          resolve(call(run, value))
        } catch (error) {
          reject(error instanceof Error ? error.message : error)
        }
      }
      if (this.settled !== undefined) told(this.settled)
      else this.waiting.push(told)
    })
  }
}

const call = (run: unknown, value: unknown): unknown => (typeof run === "function" ? Reflect.apply(run, undefined, [value]) : undefined)
const isFace = (value: unknown): value is Face => typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function"
