import { quietly } from "../host/quietly.ts"
import type { PageGlobals } from "../host/host.ts"

/** Entries beyond this are dropped from the front of the page's array (fact A2). */
const MOST_ENTRIES = 1000

/** The page's array, made when missing. */
export const openLayer = (window: PageGlobals, name: string): unknown[] => {
  const present = window[name]
  if (Array.isArray(present)) return present
  const fresh: unknown[] = []
  window[name] = fresh
  return fresh
}

/** Pushes for the runtime itself. A frozen layer takes nothing: then the containers get the message all the same. */
export const pushTo = (layer: unknown[], message: object, deliver: ((messages: unknown[]) => boolean)[]): unknown => {
  try {
    return layer.push(message)
  } catch {
    return deliver.map((one) => one([message])).every((quiet) => quiet)
  }
}

/** Wraps `push`: the page's own result first, then `deliver`; false only when something fired (fact B1). */
export const wrapPush = (layer: unknown[], deliver: (messages: unknown[]) => boolean): void => {
  const before = layer.push
  const push = function (...messages: unknown[]): unknown {
    const own: unknown = Reflect.apply(before, layer, messages)
    while (layer.length > MOST_ENTRIES) layer.shift()
    let quiet = true
    quietly(() => (quiet = deliver(messages)))
    return (typeof own !== "boolean" || own) && quiet
  }
  // A frozen array cannot be wrapped; its past entries still count.
  Reflect.set(layer, "push", push)
}
