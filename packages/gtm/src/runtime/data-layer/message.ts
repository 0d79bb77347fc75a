import type { DataLayerModel } from "./model.ts"

/** What a pushed value is, decided before anything is changed (facts A1, A2, B1). */
export type Message =
  | { kind: "keys"; event: string | undefined; keys: Record<string, unknown>; source: object }
  | { kind: "gtag"; args: readonly unknown[] }
  | { kind: "method"; path: string; args: readonly unknown[] }
  | { kind: "call"; run: (this: LayerApi) => unknown }
  | { kind: "ignored" }

/** What functions pushed to the data layer get as `this`, and what a page finds under `google_tag_manager`. */
export interface LayerApi {
  name: string
  get: (key: string) => unknown
  set: (key: string, value: unknown) => void
  reset: () => void
}

export const readMessage = (pushed: unknown): Message => {
  if (typeof pushed === "function") return { kind: "call", run: callable(pushed) }
  if (typeof pushed !== "object" || pushed === null) return { kind: "ignored" }
  if (Object.prototype.toString.call(pushed) === "[object Arguments]") return { kind: "gtag", args: Array.prototype.slice.call(pushed) }
  if (Array.isArray(pushed)) return method(pushed)
  const keys: Record<string, unknown> = {}
  for (const key of Object.keys(pushed)) keys[key] = Reflect.get(pushed, key)
  const event = keys["event"]
  return { kind: "keys", keys, source: pushed, event: event === undefined || event === null || event === "" ? undefined : String(event) }
}

const callable = (pushed: object) => function (this: LayerApi): unknown {
  return typeof pushed === "function" ? Reflect.apply(pushed, this, []) : undefined
}

const method = (pushed: readonly unknown[]): Message => {
  const [path, ...args] = pushed
  return typeof path === "string" ? { kind: "method", path, args } : { kind: "ignored" }
}

/** `['a.b.push', x]` calls a method of what the model holds; errors are swallowed (fact A1). */
export const callMethod = (model: DataLayerModel, path: string, args: readonly unknown[]): void => {
  const steps = path.split(".")
  const name = steps.pop() ?? ""
  const target = model.get(steps.join("."))
  if (typeof target !== "object" || target === null) return
  const found: unknown = Reflect.get(target, name)
  if (typeof found === "function") Reflect.apply(found, target, args)
}

export const applyKeys = (model: DataLayerModel, keys: Record<string, unknown>): void => {
  const put = keys["_clear"] ? model.replace : model.set
  for (const key of Object.keys(keys)) if (key !== "_clear") put(key, keys[key])
}
