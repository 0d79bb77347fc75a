import type { Host, PageGlobals } from "../host/host.ts"
import type { ConsentState } from "./state.ts"

/** Google's number in the IAB's vendor list (fact C5). */
const GOOGLE = 755
/** Hits wait this long for the platform to say something. */
const WAIT_MS = 500
/** Since this policy version purpose 7 counts for user data. */
const POLICY_WITH_7 = 4

const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value)

/** Opt-in by the page: consent comes from a consent management platform's `__tcfapi` (fact C5). analytics_storage is not derived. */
export const listenToTcf = (window: PageGlobals, host: Host, consent: ConsentState): void => {
  const api = window["__tcfapi"]
  if (window["gtag_enable_tcf_support"] !== true || typeof api !== "function") return
  const wait = consent.default({ wait_for_update: WAIT_MS }, host.clock.now())
  host.timers.after(wait, () => consent.waitOver(host.clock.now()))
  Reflect.apply(api, window, ["addEventListener", 2, (data: unknown, ok: unknown) => {
    if (ok === true && /^(?:tcloaded|useractioncomplete)$/.test(String(field(data, "eventStatus")))) apply(data, consent)
  }])
}

const apply = (data: unknown, consent: ConsentState): void => {
  const applies = field(data, "gdprApplies") === true
  consent.tcf = { gdpr: applies ? "1" : "0", text: String(field(data, "tcString") ?? "") }
  const purposes = (...all: number[]): "granted" | "denied" =>
    field(data, "vendor", "consents", GOOGLE) === true && all.every((purpose) => field(data, "purpose", "consents", purpose) === true) ? "granted" : "denied"
  const userData = Number(field(data, "tcfPolicyVersion")) >= POLICY_WITH_7 ? [1, 7] : [1]
  consent.update(applies ? { ad_storage: purposes(1), ad_personalization: purposes(3, 4), ad_user_data: purposes(...userData) } : {})
}
