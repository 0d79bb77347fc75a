import { quietly } from "../host/quietly.ts"
import type { Host } from "../host/host.ts"

/** What a listener works with: the page, and where its events go. */
export interface Listening {
  host: Host
  push: (message: Record<string, unknown>) => unknown
  /** When the layer's first container started, epoch ms: visibility times count from there. */
  started: number
}

/** One trigger that has become active on this page. */
export interface Active {
  uniqueId: string
  params: Record<string, unknown>
}

/** Called once per page and data layer; what it answers is called once per active trigger (fact B4). */
export type ListenerStart = (page: Listening) => (active: Active) => void

/** Adds an event listener to anything that takes one; nothing happens where nothing does (Node without a document). */
export const listen = (target: unknown, type: string, run: (event: Event) => void, capture = false): void => {
  if (typeof target !== "object" || target === null) return
  const add: unknown = Reflect.get(target, "addEventListener")
  if (typeof add === "function") Reflect.apply(add, target, [type, (event: Event) => quietly(() => run(event)), capture])
}

export const numbers = (value: unknown): number[] =>
  String(value ?? "").split(",").map((part) => Number(part.trim())).filter((number) => Number.isFinite(number) && number > 0)

export const isOn = (value: unknown): boolean => value === true || value === "true"
