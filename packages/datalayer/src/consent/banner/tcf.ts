import type { ConsentType } from "@tagwright/formats"
import { on, safe } from "../../kit.ts"
import { chooseTypes } from "./by-type.ts"

/** Google's id on the IAB's vendor list. */
const GOOGLE = 755
/** IAB purposes that each type needs: those of ads as Google derives them (for vendor 755); the rest by what the purposes say. */
const PURPOSES: Record<ConsentType, readonly number[]> = {
  ad_storage: [1],
  ad_user_data: [1, 7],
  ad_personalization: [3, 4],
  analytics_storage: [1, 8],
  functionality_storage: [1],
  personalization_storage: [1, 5, 6],
  security_storage: [],
}
const TYPES: readonly ConsentType[] = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage", "security_storage"]

interface TcData {
  eventStatus?: string
  gdprApplies?: boolean
  purpose?: { consents?: Record<number, boolean> }
  vendor?: { consents?: Record<number, boolean> }
}

/** Any banner of the IAB's framework (TCF 2): `__tcfapi` calls back with every change. Asked again at load, should its stub come late. */
export const tcf = (): void => {
  let listening = false
  const hear = safe(({ eventStatus, gdprApplies, purpose, vendor }: TcData) => {
    if (eventStatus !== "tcloaded" && eventStatus !== "useractioncomplete") return
    const may = (type: ConsentType): boolean =>
      gdprApplies === false || (PURPOSES[type].every((id) => purpose?.consents?.[id]) && (!type.startsWith("ad_") || vendor?.consents?.[GOOGLE] === true))
    chooseTypes(TYPES.filter(may), eventStatus === "tcloaded")
  })
  const listen = (): void => {
    const api = Reflect.get(window, "__tcfapi")
    if (listening || typeof api !== "function") return
    listening = true
    api("addEventListener", 2, (data: TcData | null) => data && hear(data))
  }
  safe(listen)()
  on("load", listen)
}
