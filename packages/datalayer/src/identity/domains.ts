import { foreignReferrer } from "../attribution/touch.ts"
import { inField, inQuery } from "../bind/carry.ts"
import { ownHosts } from "../environment.ts"
import { mayRemember, on } from "../kit.ts"
import { domains } from "../plan.ts"
import { takeFromAddress } from "./address.ts"
import { adoptLeadId, leadId } from "./lead-id.ts"

const NAME = "tw_id"
/** As Google's own linker: long enough for a slow page, too short for a link that somebody copies and sends on. */
const MAX_AGE_MS = 120_000
const RADIX = 36

/** Only with consent does an id travel. */
const mayTravelTo = (hostname: string): boolean => mayRemember && hostname !== location.hostname && domains.includes(hostname)
const traveller = (): string => `${leadId()}.${Date.now().toString(RADIX)}`

/**
 * One person on several hosts: links and forms to the other hosts carry the lead_id and the time, and a page that was reached by
 * such a one takes it over. Without consent it is kept nowhere.
 */
export const crossDomains = (): void => {
  const [id = "", time = ""] = takeFromAddress(NAME)?.split(".") ?? []
  const age = Date.now() - parseInt(time, RADIX)
  if (age >= 0 && age < MAX_AGE_MS && foreignReferrer(document.referrer, ownHosts()) === "") adoptLeadId(id)
  ;(["click", "auxclick", "contextmenu"] as const).forEach((type) =>
    on(type, ({ target }) => {
      const link = target instanceof Element && target.closest<HTMLAnchorElement>("a[href]")
      if (link && mayTravelTo(link.hostname)) link.href = inQuery(link.href, NAME, traveller())
    }),
  )
  on("submit", ({ target, submitter }) => {
    // A button with an address of its own may lead elsewhere.
    if (!(target instanceof HTMLFormElement) || submitter?.hasAttribute("formaction")) return
    // By attributes: a field named "action" stands in the way of the property.
    const { href, hostname } = new URL(target.getAttribute("action") ?? "", document.baseURI)
    if (!mayTravelTo(hostname)) return
    // A form that is fetched puts its fields in the place of the query; one that is posted keeps the query.
    if (target.getAttribute("method")?.toLowerCase() === "post") target.setAttribute("action", inQuery(href, NAME, traveller()))
    else inField(target, NAME, traveller())
  })
}
