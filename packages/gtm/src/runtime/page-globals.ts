import { listenToTcf } from "./consent/tcf.ts"
import { passClickIds } from "./ga4/passthrough.ts"
import { subObject, type Container } from "./engine/container.ts"
import { makePageState, type PageState } from "./engine/page-state.ts"
import type { EventRecord } from "./engine/record.ts"
import type { Host } from "./host/host.ts"
import type { Report } from "./program/report.ts"
import { listen } from "./triggers/listening.ts"

const STATE = Symbol.for("tagwright.gtm")

/** One state for all containers of a page; out of the sight of the page's own loops. */
export const pageState = (host: Host): PageState => {
  const manager = subObject(host.window, "google_tag_manager")
  const present = manager[STATE]
  if (isState(present)) return present
  const fresh = makePageState(host)
  Object.defineProperty(manager, STATE, { value: fresh, enumerable: false })
  host.window["google_tag_data"] ??= {}
  onHide(host, () => fresh.google.hide())
  listenToTcf(host.window, host, fresh.consent)
  passClickIds(host, () => fresh.google.setting("url_passthrough") === true && !fresh.consent.granted("ad_storage"))
  return fresh
}

const isState = (value: unknown): value is PageState => typeof value === "object" && value !== null && "nextEventId" in value

const onHide = (host: Host, run: () => void): void => {
  const { document, window } = host
  listen(document, "visibilitychange", () => document?.visibilityState === "hidden" && run())
  listen(window, "pagehide", run)
}

/** What a site may touch under `google_tag_manager`; false when this id already runs here (fact A2). */
export const registerContainer = (host: Host, publicId: string, container: Container): boolean => {
  const manager = subObject(host.window, "google_tag_manager")
  if (manager[publicId] !== undefined) return false
  onHide(host, container.hide)
  manager[publicId] = { dataLayer: container.api, callback: () => {}, bootstrap: host.clock.now(), _spx: false }
  const layer = subObject(manager, container.api.name)
  layer["subscribers"] = Number(layer["subscribers"] ?? 0) + 1
  return true
}

/** What cannot be evaluated is told to a debug page, each thing once. */
export const tellReports = (window: Window): Report => {
  const told = new Set<string>()
  return (entity, name, reason) => {
    const text = `${entity} "${name}": ${reason}`
    const hear: unknown = Reflect.get(window, "__tagwright_gtm_report")
    if (typeof hear !== "function" || told.has(text)) return
    told.add(text)
    Reflect.apply(hear, window, [text])
  }
}

/** A debug page wants to see everything: the recorder says so by its `detail`. */
export const wantsDetail = (window: Window): boolean => {
  const recorder: unknown = Reflect.get(window, "__tagwright_gtm_record")
  return typeof recorder === "function" && Reflect.get(recorder, "detail") === true
}

/** The recorder a test put on the page, asked for at every record so that it may come late. */
export const isRecordable = (window: Window): ((record: EventRecord) => void) | undefined => {
  const recorder = (): unknown => Reflect.get(window, "__tagwright_gtm_record")
  if (recorder() === undefined) return undefined
  return (record) => {
    const take = recorder()
    if (typeof take === "function") Reflect.apply(take, window, [record])
  }
}
