import { rows, text, type TagCall, type TagRunner } from "../engine/runtime.ts"
import type { Pairs } from "../ga4/hit.ts"
import { adFields, given, present, sendAd } from "./ad-request.ts"

const LARGEST_ORDINAL = 1e13

/** Matrix parameters of a Floodlight activity, in the order Google documents them. */
const activity = (call: TagCall, own: Pairs): void => {
  const [source, group, tag] = [text(given(call, "advertiserId")), text(given(call, "groupTag")), text(given(call, "activityTag"))]
  if (source === "" || group === "" || tag === "") return call.done("failure")
  const custom = rows(given(call, "customVariable"), "key", "value").map(([key, value]): [string, string] => [key, text(value)])
  const pairs = [...present([["src", source], ["type", group], ["cat", tag]]), ...own, ...custom, ...adFields(call.runtime).filter(([key]) => key !== "url" && key !== "ref" && key !== "tiba")]
  const path = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join(";")
  sendAd(call, `https://ad.doubleclick.net/activity;${path}`, [["~oref", call.runtime.host.page.href().split("#")[0] ?? ""]], "?")
}

const random = (call: TagCall): string => String(Math.floor(call.runtime.host.random() * LARGEST_ORDINAL))

/** Counter: standard counts each, unique once a day, session once a session. */
export const floodlightCounter: TagRunner = (call) => {
  const ordinal = text(given(call, "ordinalType") ?? given(call, "countingMethod")).toUpperCase()
  if (ordinal === "UNIQUE") return activity(call, [["ord", "1"], ["num", random(call)]])
  if (ordinal === "SESSION") return activity(call, present([["ord", given(call, "ordinalStandard") ?? given(call, "sessionId")]]))
  activity(call, [["ord", random(call)]])
}

export const floodlightSales: TagRunner = (call) =>
  activity(call, present([["qty", given(call, "quantity") ?? 1], ["cost", given(call, "revenue")], ["ord", given(call, "orderId")]]))
