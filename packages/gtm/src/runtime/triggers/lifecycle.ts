import { subObject } from "../engine/container.ts"
import { openLayer, pushTo } from "../engine/layer.ts"
import type { PageState } from "../engine/page-state.ts"
import type { Host } from "../host/host.ts"
import { listen } from "./listening.ts"

/** Pushes `gtm.dom` and `gtm.load` once per data layer, however many containers read it (fact B1). */
export const pushLifecycle = (host: Host, layerName: string, page: PageState): void => {
  const { document, window } = host
  const state = subObject(subObject(window, "google_tag_manager"), layerName)
  const once = (flag: string, event: string) => (): void => {
    if (state[flag] === true) return
    state[flag] = true
    pushTo(openLayer(window, layerName), { event }, page.deliver.get(layerName) ?? [])
  }
  const dom = once("gtmDom", "gtm.dom")
  const load = once("gtmLoad", "gtm.load")
  if (document === undefined || document.readyState !== "loading") dom()
  else listen(document, "DOMContentLoaded", dom)
  if (document === undefined || document.readyState === "complete") load()
  else listen(window, "load", load)
}
