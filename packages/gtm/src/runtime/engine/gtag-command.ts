/** What a `gtag(…)` call pushed as an `arguments` object means to a container (fact B1). */
export type GtagCommand =
  | { name: "event"; message: Record<string, unknown>; params: Record<string, unknown>; event: string }
  | { name: "js"; message: Record<string, unknown> }
  | { name: "set"; keys: Record<string, unknown> }
  | { name: "consent"; mode: "default" | "update" | "declare"; values: object }
  | { name: "config"; id: string; settings: Record<string, unknown> }
  | { name: "get"; id: string; field: string; answer: (value: unknown) => void }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

export const readGtag = (args: readonly unknown[]): GtagCommand | undefined => {
  const name = args[0]
  return typeof name === "string" && Object.hasOwn(READERS, name) ? READERS[name]?.(args) : undefined
}

type Reader = (args: readonly unknown[]) => GtagCommand | undefined

const READERS: Record<string, Reader> = {
  event: ([, event, params]) => (typeof event === "string" && event !== "" ? eventCommand(event, isObject(params) ? { ...params } : {}) : undefined),
  js: ([, date]) => ({ name: "js", message: { event: "gtm.js", "gtm.start": date instanceof Date ? date.getTime() : Number(date) } }),
  set: (args) => setCommand(args),
  consent: (args) => consentCommand(args),
  config: ([, id, settings]) => (typeof id === "string" ? { name: "config", id, settings: isObject(settings) ? { ...settings } : {} } : undefined),
  get: ([, id, field, answer]) =>
    typeof id === "string" && typeof field === "string" && typeof answer === "function"
      ? { name: "get", id, field, answer: (value) => void Reflect.apply(answer, undefined, [value]) }
      : undefined,
}

/** `event_callback` and `event_timeout` of the call become those of the message. */
const eventCommand = (event: string, params: Record<string, unknown>): GtagCommand => {
  const message: Record<string, unknown> = { event, eventModel: params }
  if (params["event_callback"] !== undefined) message["eventCallback"] = params["event_callback"]
  if (params["event_timeout"] !== undefined) message["eventTimeout"] = params["event_timeout"]
  return { name: "event", event, params, message }
}

const setCommand = (args: readonly unknown[]): GtagCommand | undefined => {
  const [, key, value] = args
  if (args.length === 2 && isObject(key)) return { name: "set", keys: { ...key } }
  return args.length === 3 && typeof key === "string" ? { name: "set", keys: { [key]: value } } : undefined
}

/** Exactly three members, or the command is not one (fact B1). */
const consentCommand = (args: readonly unknown[]): GtagCommand | undefined => {
  const [, mode, values] = args
  if (args.length !== 3 || !isObject(values)) return undefined
  return mode === "default" || mode === "update" || mode === "declare" ? { name: "consent", mode, values } : undefined
}
