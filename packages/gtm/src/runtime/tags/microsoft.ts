import { text, type TagRunner } from "../engine/runtime.ts"
import { query } from "../ga4/hit.ts"
import { given, present } from "./ad-request.ts"

/** Microsoft UET: its script is loaded for a page view; events go to its action endpoint. */
export const microsoftUet: TagRunner = (call) => {
  const { host } = call.runtime
  const id = text(given(call, "tagId") ?? given(call, "c_tagId")).trim()
  if (id === "") return call.done("failure")
  const event = text(given(call, "eventType")) === "CUSTOM"
  const pairs = present([
    ["ti", id], ["Ver", "2"], ["evt", event ? "custom" : "pageLoad"], ["p", host.page.href().split("#")[0]], ["tl", host.page.title()], ["r", host.page.referrer()],
    ["ec", given(call, "eventCategory")], ["ea", given(call, "eventAction") ?? given(call, "customEventAction")], ["el", given(call, "eventLabel")], ["ev", given(call, "eventValue")],
    ["gc", given(call, "p_currency")], ["asc", call.runtime.consent.granted("ad_storage") ? "G" : "D"],
  ])
  if (!event) host.send({ url: "https://bat.bing.com/bat.js", method: "GET", via: "script", tags: [call.tag.name] })
  host.send({ url: `https://bat.bing.com/action/0?${query(pairs)}`, method: "GET", via: "image", tags: [call.tag.name] })
  call.done("success")
}
