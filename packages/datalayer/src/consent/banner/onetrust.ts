import type { ConsentType } from "@tagwright/formats"
import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { ANALYTICS, chooseTypes, MARKETING, PREFERENCES } from "./by-type.ts"

/** OneTrust's default groups. */
const GROUPS: Record<string, readonly ConsentType[]> = { C0002: ANALYTICS, C0003: PREFERENCES, C0004: MARKETING }

/**
 * OneTrust tells its groups on every page, also before anybody chose; only with the cookie `OptanonAlertBoxClosed` was it a choice.
 * `OptanonConsent` holds `groups=C0001:1,C0002:0`.
 */
export const onetrust = (): void => {
  const read = safe((event?: Event) => {
    const groups = /groups=([^&]*)/.exec(readCookie("OptanonConsent") ?? "")?.[1]
    if (!readCookie("OptanonAlertBoxClosed") || groups === undefined) return
    chooseTypes(Object.keys(GROUPS).flatMap((id) => (groups.includes(`${id}:1`) ? (GROUPS[id] ?? []) : [])), !event)
  })
  read()
  on("OneTrustGroupsUpdated", read)
}
