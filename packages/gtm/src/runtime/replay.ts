import type { Container } from "./engine/container.ts"
import { isPlain } from "./data-layer/merge.ts"
import { readGtag } from "./engine/gtag-command.ts"
import { openLayer } from "./engine/layer.ts"
import type { Host } from "./host/host.ts"
import type { VirtualTime } from "./host/virtual-time.ts"
import type { Report } from "./program/report.ts"

/** What a page pushes. An inner array stands for the arguments of a `gtag()` call. */
export type Push = object | readonly unknown[]

export interface Replay {
  container: Container
  host: Host
  time: VirtualTime
  pushes: readonly Push[]
  layerName: string
  consent: Record<string, "granted" | "denied"> | undefined
  lifecycle: boolean
  report: Report
}

/** After the last push this much time passes, so that timers, delayed tags and `wait_for_update` come to an end. */
const SETTLE_MS = 10_000

/**
 * Plays a page: what stands before the first event is there when the container boots, then the page's own
 * lifecycle (unless the pushes bring it), then the rest one after another.
 */
export const replay = ({ container, host, time, pushes, layerName, consent, lifecycle, report }: Replay): void => {
  const layer = openLayer(host.window, layerName)
  const all = pushes.map(toPushed)
  const first = all.findIndex(bringsEvent)
  const before = first < 0 ? all : all.slice(0, first)
  if (consent !== undefined) layer.push(asArguments(["consent", "default", consent]))
  layer.push(...before)
  const own = lifecycle ? LIFECYCLE.filter((event) => !all.some((message) => nameOf(message) === event)) : []
  if (own.includes("gtm.js")) layer.push({ "gtm.start": host.clock.started, event: "gtm.js" })
  container.boot()
  time.advance(0)
  for (const event of own.filter((name) => name !== "gtm.js")) pushOne(layer, { event }, time)
  for (const message of first < 0 ? [] : all.slice(first)) pushOne(layer, message, time)
  if (!time.advance(SETTLE_MS)) report("container", container.runtime.program.publicId, "kept making tasks; the run was ended")
}

const LIFECYCLE = ["gtm.js", "gtm.dom", "gtm.load"]

const pushOne = (layer: unknown[], message: unknown, time: VirtualTime): void => {
  layer.push(message)
  time.advance(0)
}

/** Plain messages are copied: Tag Manager writes into what is pushed, and the caller's objects are the caller's. */
const toPushed = (push: Push): unknown => (Array.isArray(push) ? asArguments(push) : isPlain(push) ? { ...push } : push)

/** A real `arguments` object: arrays in the data layer mean something else (fact B1). */
const asArguments = (values: readonly unknown[]): unknown => Reflect.apply(own, undefined, values)

function own(): unknown {
  // oxlint-disable-next-line prefer-rest-params -- the object itself is what a data layer tells from an array
  return arguments
}

const nameOf = (message: unknown): unknown => (typeof message === "object" && message !== null ? Reflect.get(message, "event") : undefined)

const bringsEvent = (message: unknown): boolean => {
  if (Object.prototype.toString.call(message) !== "[object Arguments]") return Boolean(nameOf(message))
  const command = readGtag(Array.prototype.slice.call(message))
  return command !== undefined && command.name !== "consent" && command.name !== "set"
}
