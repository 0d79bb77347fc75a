import { mayRemember } from "../consent/granted.ts"
import { on, type Kit } from "../kit.ts"
import { readCookie, removeCookies, writeCookie } from "../world/cookies.ts"
import { newId } from "../world/random.ts"
import { forget, load, save } from "../world/store.ts"

const SECONDS_A_DAY = 86_400
/** What a lead_id may look like, ours or one that our server put into the cookie. */
const SHAPE = /^[\w-]{8,64}$/

const valid = (value: unknown): string | undefined => (typeof value === "string" && SHAPE.test(value) ? value : undefined)

/** One id per person and browser. It always exists, in memory at least. */
export const leadId = (kit: Kit): string => (kit._leadId ??= valid(readCookie(kit._config._cookie)) ?? valid(load(kit._config._cookie)) ?? newId())

/** From now on the id outlives the page: in a cookie and in localStorage, each of which restores the other. */
export const keepLeadId = (kit: Kit): void => {
  writeCookie(kit._config._cookie, leadId(kit), kit._config._days * SECONDS_A_DAY)
  save(kit._config._cookie, leadId(kit))
}

/** Takes the id that our server remembers of this browser where scripts forgot it (Safari, after seven days). */
export const adoptLeadId = (kit: Kit, id: unknown): void => {
  kit._leadId = valid(id) ?? kit._leadId
  if (id) keepLeadId(kit)
}

/**
 * The id is kept once something was consented to, or once the person asked for something that must find them again
 * (a form that goes to a destination which needs no consent; see `track`). Withdrawing everything removes it.
 */
export const rememberLead = (kit: Kit): void => {
  const key = kit._config._cookie
  let hearing = false
  kit._onChoice.push((before) => {
    if (mayRemember(kit)) {
      keepLeadId(kit)
      // Not at the start: the first such listener makes the browser open the site's storage, which costs a millisecond or more.
      if (!hearing) on(kit, "storage", ({ key: changed }) => changed === key && settleWith(kit, valid(load(key))))
      hearing = true
    } else if (before) {
      removeCookies(new RegExp(`^${key}$`))
      forget(key)
    }
  })
}

/** Two tabs that start at once make two ids; each hears of the other's, and both settle on the smaller. */
const settleWith = (kit: Kit, other: string | undefined): void => {
  const own = leadId(kit)
  if (other && other !== own && mayRemember(kit)) adoptLeadId(kit, other < own ? other : own)
}
