import type { Host } from "../host/host.ts"
import { isElement } from "../triggers/click.ts"
import { listen } from "../triggers/listening.ts"

/** Click ids that links of the same site carry on while no cookie may hold them (fact C1). `_gl` would need Google's own checksum. */
const CLICK_IDS = ["gclid", "dclid", "gclsrc", "wbraid", "gbraid"]

/** Decorates links as they are pressed, when `wanted` says that the page asked for it and ad_storage is denied. */
export const passClickIds = (host: Host, wanted: () => boolean): void => {
  const decorate = (event: Event): void => {
    const link = isElement(event.target) ? event.target.closest("a[href], area[href]") : null
    const here = URL.parse(host.page.href())
    const target = URL.parse(String(link === null ? "" : Reflect.get(link, "href")))
    if (link === null || here === null || target?.hostname !== here.hostname || !wanted()) return
    const missing = CLICK_IDS.filter((key) => here.searchParams.has(key) && !target.searchParams.has(key))
    for (const key of missing) target.searchParams.set(key, here.searchParams.get(key) ?? "")
    if (missing.length > 0) link.setAttribute("href", target.href)
  }
  for (const type of ["mousedown", "keyup", "click"]) listen(host.document, type, decorate, true)
}
