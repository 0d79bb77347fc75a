import { text, type TagRunner } from "../engine/runtime.ts"
import { readCookie, writeCookie } from "../ga4/cookies.ts"
import { given } from "./ad-request.ts"

/** Click ids in the address and the cookies they are kept in. */
const CLICKS: Record<string, string> = { gclid: "_aw", dclid: "_dc", gbraid: "_gb", wbraid: "_gb" }
const NINETY_DAYS_S = 7_776_000
const LARGEST_ID = 2 ** 31

/** Keeps ad click ids in first-party cookies, only while ad_storage is granted. */
export const conversionLinker: TagRunner = (call) => {
  const { host, consent } = call.runtime
  if (!consent.granted("ad_storage")) return call.done("success")
  const prefix = text(given(call, "conversionCookiePrefix")) || "_gcl"
  const url = URL.parse(host.page.href())
  const seconds = Math.floor(host.clock.now() / 1000)
  const settings = { domain: text(given(call, "cookieDomain")) || "auto", path: text(given(call, "cookiePath")) || "/", maxAge: NINETY_DAYS_S, flags: "" }
  const write = (name: string, value: string): void => void writeCookie(host.cookies, name, value, url?.hostname ?? "", host.clock.now(), settings)
  for (const [key, suffix] of Object.entries(CLICKS)) {
    const id = url?.searchParams.get(key)
    if (id !== null && id !== undefined && id !== "") write(`${prefix}${suffix}`, `GCL.${seconds}.${id}`)
  }
  if (readCookie(host.cookies.read(), `${prefix}_au`) === undefined) write(`${prefix}_au`, `1.1.${Math.floor(host.random() * LARGEST_ID)}.${seconds}`)
  if (given(call, "enableCrossDomain") === true) call.runtime.report("tag", call.tag.name, "links to other domains are not decorated: the linker parameter's checksum is Google's own")
  call.done("success")
}
