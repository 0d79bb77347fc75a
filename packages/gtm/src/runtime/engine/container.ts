import type { LayerApi } from "../data-layer/message.ts"
import { DataLayerModel } from "../data-layer/model.ts"
import type { Host } from "../host/host.ts"
import type { Program } from "../program/program.ts"
import type { Report } from "../program/report.ts"
import { removedBy } from "./allow-list.ts"
import { makeEvaluator } from "./evaluate.ts"
import { Inbox } from "./inbox.ts"
import { loopGuard } from "./loop-guard.ts"
import { openLayer, pushTo, wrapPush } from "./layer.ts"
import { startOrder } from "./order.ts"
import { watchGroups } from "../triggers/group.ts"
import { listenerStarter } from "../triggers/start.ts"
import type { PageState } from "./page-state.ts"
import { shown } from "./detail.ts"
import type { EventRecord } from "./record.ts"
import { resolve } from "./resolve.ts"
import { TagRuns } from "./run-tags.ts"
import type { Abilities, Runtime } from "./runtime.ts"

export interface StartOptions {
  program: Program
  host: Host
  page: PageState
  abilities: Abilities
  report: Report
  layerName: string
  record?: (record: EventRecord) => void
  /** Records tell variables, messages and the data layer too. */
  detail?: boolean
}

export interface Container {
  runtime: Runtime
  /** Takes over the layer and schedules its past entries. */
  boot: () => void
  /** The page goes away: records that still wait are handed over as they are. */
  hide: () => void
  api: LayerApi
}

/** Puts one container together. Nothing happens before `boot`. */
export const makeContainer = (options: StartOptions): Container => {
  const { program, host, page, report, layerName } = options
  const model = new DataLayerModel()
  const layer = openLayer(host.window, layerName)
  const evaluate = makeEvaluator(options.abilities.variables)
  const runtime: Runtime = {
    program, host, model, report, layerName, consent: page.consent, google: page.google,
    resolve: (expr, frame) => resolve(expr, frame, runtime),
    variable: (index, frame) => {
      const variable = program.variables[index]
      if (variable === undefined) return undefined
      const value = evaluate(variable, frame, runtime)
      if (frame.seen !== undefined) frame.seen[variable.name] = shown(value)
      return value
    },
    hold: holder(host, program.containerId),
    push: (message) => pushTo(layer, message, page.deliver.get(layerName) ?? []),
  }
  const api: LayerApi = { name: layerName, get: model.get, set: model.set, reset: model.reset }
  const runs = new TagRuns(runtime, options.abilities, removedBy(model))
  const pending = new Set<() => void>()
  const inbox = new Inbox({
    pending, detail: options.detail === true,
    runtime, runs, page, api, record: options.record, order: startOrder(program, runtime),
    passed: watchGroups(runtime), startListeners: listenerStarter(runtime, page, options.abilities.listeners),
  })
  const boot = (): void => {
    inbox.take([...layer])
    const deliver = (messages: unknown[]): boolean => inbox.deliver(messages)
    page.deliver.set(layerName, [...(page.deliver.get(layerName) ?? []), deliver])
    wrapPush(layer, deliver)
    // Past entries are processed after the script that loaded us has ended (fact B1).
    host.timers.after(0, () => inbox.open())
  }
  return { runtime, boot, api, hide: () => [...pending].forEach((handOver) => handOver()) }
}

/** Live values handed to scripts by number. The oldest are forgotten: a page may fire tags for days. */
const MOST_HELD = 10_000

const holder = (host: Host, containerId: string): ((value: unknown) => number) => {
  const held: unknown[] = []
  let next = 0
  const manager = subObject(host.window, "google_tag_manager")
  const references = subObject(manager, "rm")
  references["turn"] ??= loopGuard(host)
  references[containerId] = (index: number): unknown => held[index]
  return (value) => {
    const index = next
    next = (next + 1) % MOST_HELD
    held[index] = value
    return index
  }
}

export const subObject = (parent: Record<PropertyKey, unknown>, key: string): Record<PropertyKey, unknown> => {
  const present = parent[key]
  if (isRecord(present)) return present
  const fresh: Record<PropertyKey, unknown> = {}
  parent[key] = fresh
  return fresh
}

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === "object" && value !== null
