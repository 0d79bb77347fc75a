import { mayRemember } from "../consent/choice.ts"
import type { Kit } from "../kit.ts"
import { readCookie, removeCookies, writeCookie } from "../world/cookies.ts"
import { newId } from "../world/random.ts"
import { forget, load, save } from "../world/store.ts"

const SECONDS_A_DAY = 86_400
/** What a lead_id may look like, ours or one that the server or another domain hands over. */
const SHAPE = /^[\w-]{8,64}$/

const valid = (value: unknown): string | undefined => (typeof value === "string" && SHAPE.test(value) ? value : undefined)

/**
 * One id per person and browser. It always exists in memory. It is kept, in a cookie and in localStorage of which each
 * restores the other, once something was consented to, or once the person asked for something that must find them again
 * (`_keep`: a form sent to a destination that needs no consent). Withdrawing everything removes both.
 */
export const leadIds = (kit: Kit): Pick<Kit, "_leadId" | "_keepLeadId"> => {
  const { _cookie: key, _days: days } = kit._config
  let id: string | undefined

  const stored = (): string | undefined => valid(readCookie(key)) ?? valid(load(key))
  const read = (): string => (id ??= stored() ?? newId())
  const keep = (): void => {
    writeCookie(key, read(), days * SECONDS_A_DAY)
    save(key, read())
  }

  kit._onChoice.push((_, before) => {
    if (mayRemember(kit)) keep()
    else if (before) {
      removeCookies(new RegExp(`^${key}$`))
      forget(key)
    }
  })
  // Two tabs that start at once make two ids; each hears of the other's, and both settle on the smaller.
  addEventListener(
    "storage",
    kit._safe((event: StorageEvent) => {
      const other = event.key === key ? valid(load(key)) : undefined
      if (!other || other === id || !mayRemember(kit)) return
      if (other < read()) id = other
      keep()
    }),
  )
  return { _leadId: read, _keepLeadId: keep }
}
