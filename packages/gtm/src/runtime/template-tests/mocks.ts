type Apis = Record<string, unknown>
type Call = readonly unknown[]

/** The APIs of one test: the real ones, those the test replaces, and what each was called with. */
export class MockedApis {
  private readonly real: Apis
  private readonly mocked = new Map<string, unknown>()
  private readonly calls = new Map<string, Call[]>()
  private readonly given = new Map<string, unknown>()

  constructor(real: Apis) {
    this.real = real
  }

  /** `mock(name, value)`: a function stands in for the API; any other value is what the API answers, or the API itself where that is no function. */
  readonly mock = (name: unknown, value: unknown): void => {
    const key = String(name)
    const isFunction = typeof this.real[key] === "function" || (this.real[key] === undefined && (typeof value !== "object" || value === null))
    this.put(key, typeof value === "function" || !isFunction ? value : () => value)
  }

  /** `mockObject(name, {member: value})`: the members of an API that is an object. */
  readonly mockObject = (name: unknown, members: unknown): void => {
    const made = Object.entries(Object(members)).map(([key, value]): [string, unknown] => [key, typeof value === "function" ? value : () => value])
    this.put(String(name), { ...Object(this.real[String(name)]), ...Object.fromEntries(made) })
  }

  has(name: string): boolean {
    return this.mocked.has(name) || Object.hasOwn(this.real, name)
  }

  /** The API as the template or the test gets it; every call is written down. */
  get(name: string): unknown {
    if (!this.given.has(name)) this.given.set(name, this.watched(name, this.mocked.has(name) ? this.mocked.get(name) : this.real[name]))
    return this.given.get(name)
  }

  callsOf(name: string): readonly Call[] {
    return this.calls.get(name) ?? []
  }

  watched(name: string, api: unknown): unknown {
    if (typeof api === "function") return this.spy(name, api)
    if (typeof api !== "object" || api === null) return api
    return Object.fromEntries(Object.entries(api).map(([key, member]) => [key, typeof member === "function" ? this.spy(`${name}.${key}`, member) : member]))
  }

  private put(name: string, value: unknown): void {
    this.mocked.set(name, value)
    this.given.delete(name)
  }

  private spy(name: string, api: CallableFunction): (...args: unknown[]) => unknown {
    return (...args) => {
      this.calls.set(name, [...this.callsOf(name), args])
      return Reflect.apply(api, undefined, args)
    }
  }
}
