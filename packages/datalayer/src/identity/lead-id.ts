import { mayRemember, on, onChoice } from "../kit.ts"
import { cookie, LEAD_ID_SECONDS } from "../plan.ts"
import { readCookie, writeCookie } from "../world/cookies.ts"
import { newId } from "../world/random.ts"
import { load, save } from "../world/store.ts"

/** What a lead_id may look like, ours or one that our server put into the cookie. */
const SHAPE = /^[\w-]{8,64}$/

let id: string | undefined

const valid = (value: unknown): string | undefined => SHAPE.exec(`${value ?? ""}`)?.[0]

/** One id per person and browser. It always exists, in memory at least. */
export const leadId = (): string => (id ??= valid(readCookie(cookie)) ?? valid(load(cookie)) ?? newId())

/** From now on the id outlives the page: in a cookie and in localStorage, each of which restores the other. */
export const keepLeadId = (): void => {
  writeCookie(cookie, leadId(), LEAD_ID_SECONDS)
  save(cookie, id)
}

/** Takes an id that is known better elsewhere: our server remembers this browser where scripts forgot it (Safari, after seven days), another site of ours sent the visitor. */
export const adoptLeadId = (other: unknown): void => {
  id = valid(other) ?? id
  if (mayRemember) keepLeadId()
}

/**
 * The id is kept once something was consented to, or once the person asked for something that must find them again
 * (a form that goes to a destination which needs no consent; see `track`). Withdrawing everything removes it.
 */
export const rememberLead = (): void => {
  onChoice.push((before) => {
    if (mayRemember) {
      keepLeadId()
      // Two tabs that start at once make two ids; each hears of the other's, and both settle on the smaller.
      // Not at the start: the first such listener makes the browser open the site's storage, which costs a millisecond or more.
      on("storage", ({ key }) => key === cookie && adoptLeadId([leadId(), valid(load(key)) ?? id].sort()[0]))
    } else if (before) {
      writeCookie(cookie)
      save(cookie)
    }
  })
}
