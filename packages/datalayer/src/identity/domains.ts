import { foreignReferrer } from "../attribution/touch.ts"
import { ownHosts } from "../environment.ts"
import { mayRemember, on } from "../kit.ts"
import { domains } from "../plan.ts"
import { takeFromAddress } from "./address.ts"
import { adoptLeadId, leadId } from "./lead-id.ts"

const NAME = "tw_id"
/** As Google's own linker: long enough for a slow page, too short for a link that somebody copies and sends on. */
const MAX_AGE_MS = 120_000
const RADIX = 36

/**
 * One person on several hosts: links to the other hosts carry the lead_id and the time, and a page that was reached by such a
 * link from one of them takes it over. Only with consent does an id travel; without it is kept nowhere.
 */
export const crossDomains = (): void => {
  const [id = "", time = ""] = takeFromAddress(NAME)?.split(".") ?? []
  const age = Date.now() - parseInt(time, RADIX)
  if (age >= 0 && age < MAX_AGE_MS && foreignReferrer(document.referrer, ownHosts()) === "") adoptLeadId(id)
  ;(["click", "auxclick", "contextmenu"] as const).forEach((type) =>
    on(type, ({ target }) => {
      const link = target instanceof Element && target.closest<HTMLAnchorElement>("a[href]")
      if (!link || !mayRemember || link.hostname === location.hostname || !domains.includes(link.hostname)) return
      const url = new URL(link.href)
      url.searchParams.set(NAME, `${leadId()}.${Date.now().toString(RADIX)}`)
      link.href = url.href
    }),
  )
}
