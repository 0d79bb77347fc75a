import { subObject } from "../engine/container.ts"
import { openLayer } from "../engine/layer.ts"
import type { Host } from "../host/host.ts"
import { listen } from "./listening.ts"

/** Pushes `gtm.dom` and `gtm.load` once per data layer, however many containers read it (fact B1). */
export const pushLifecycle = (host: Host, layerName: string): void => {
  const { document, window } = host
  const state = subObject(subObject(window, "google_tag_manager"), layerName)
  const once = (flag: string, event: string) => (): void => {
    if (state[flag] === true) return
    state[flag] = true
    openLayer(window, layerName).push({ event })
  }
  const dom = once("gtmDom", "gtm.dom")
  const load = once("gtmLoad", "gtm.load")
  if (document === undefined || document.readyState !== "loading") dom()
  else document.addEventListener("DOMContentLoaded", dom)
  if (document === undefined || document.readyState === "complete") load()
  else listen(window, "load", load)
}
