import { listenerRemoved } from "../engine/allow-list.ts"
import type { Frame } from "../engine/frame.ts"
import type { PageState } from "../engine/page-state.ts"
import { judge } from "../engine/rules.ts"
import { BROKEN, FALSE } from "../engine/frame.ts"
import type { Runtime } from "../engine/runtime.ts"
import type { Listener, ListenerKind } from "../program/program.ts"
import type { ListenerStart } from "./listening.ts"

/** Starts each trigger's listening on its event, once, where its conditions allow it (fact B4). */
export const listenerStarter = (runtime: Runtime, page: PageState, starts: Partial<Record<ListenerKind, ListenerStart>>) => {
  const waiting = new Set(runtime.program.listeners)
  return (frame: Frame): void => {
    for (const listener of waiting) {
      if (listener.startOn !== frame.name) continue
      const state = judge({ triggerId: "", trigger: "", all: listener.all, unless: listener.unless, fires: [], blocks: [] }, frame, runtime)
      if (state === FALSE || state === BROKEN) continue
      waiting.delete(listener)
      const removed = listenerRemoved(runtime.model, listener.kind)
      if (removed !== undefined) {
        runtime.report("trigger", listener.trigger, `does not listen: ${removed}`)
        continue
      }
      start(listener, frame, runtime, page, starts[listener.kind])
    }
  }
}

/** Listeners on the page are shared by all containers of a data layer: one click is one message. */
const start = (listener: Listener, frame: Frame, runtime: Runtime, page: PageState, begin: ListenerStart | undefined): void => {
  const key = `${runtime.layerName}/${listener.kind}`
  let add = page.listeners.get(key)
  if (add === undefined && begin !== undefined) {
    add = begin({ host: runtime.host, push: runtime.push, started: page.started })
    page.listeners.set(key, add)
  }
  const params = Object.fromEntries(Object.keys(listener.params).map((name) => [name, runtime.resolve(listener.params[name], frame)]))
  add?.({ uniqueId: listener.uniqueId, params })
}
