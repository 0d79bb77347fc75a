import type { TagKind } from "../program/program.ts"
import type { TagRunner } from "../engine/runtime.ts"
import { adsCalls, adsConversion, adsRemarketing, adsUserData } from "./ads.ts"
import { conversionLinker } from "./conversion-linker.ts"
import { floodlightCounter, floodlightSales } from "./floodlight.ts"
import { microsoftUet } from "./microsoft.ts"
import { ga4Event, googleTag } from "./google.ts"
import { customHtml } from "./html.ts"
import { imagePixel } from "./image.ts"
import { templateTag } from "../sandbox/run-template.ts"

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
  awct: adsConversion, gclidw: conversionLinker, sp: adsRemarketing, awud: adsUserData, awcc: adsCalls, fls: floodlightSales, flc: floodlightCounter,
  baut: microsoftUet,
  template: templateTag,
  unsupported: notHere("not run"),
  sgtmgaaw: notHere("belongs to a server container"), http_request: notHere("belongs to a server container"), serverVendor: notHere("belongs to a server container"),
}
