import type { TagKind } from "../program/program.ts"
import type { TagRunner } from "../engine/runtime.ts"
import { ga4Event, googleTag } from "./google.ts"
import { customHtml } from "./html.ts"
import { imagePixel } from "./image.ts"

/** Tags that cannot run here: reported with their type, and failed. */
const notHere = (reason: string): TagRunner => (call) => {
  call.runtime.report("tag", call.tag.name, reason)
  call.done("failure")
}

/** How each kind of tag runs in a web container. */
export const WEB_TAGS: Record<TagKind, TagRunner> = {
  gaawe: ga4Event,
  googtag: googleTag,
  html: customHtml,
  img: imagePixel,
  awct: notHere("not run yet"), gclidw: notHere("not run yet"), sp: notHere("not run yet"), awud: notHere("not run yet"), awcc: notHere("not run yet"),
  fls: notHere("not run yet"), flc: notHere("not run yet"), baut: notHere("not run yet"),
  template: notHere("not run yet"),
  unsupported: notHere("not run"),
  sgtmgaaw: notHere("belongs to a server container"), http_request: notHere("belongs to a server container"), serverVendor: notHere("belongs to a server container"),
}
