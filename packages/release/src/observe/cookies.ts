import type { DestinationType, Plan } from "@tagwright/formats"

/** Who sets which cookie, by the vendors' own documentation. */
const vendorCookies: readonly [RegExp, DestinationType][] = [
  [/^_ga(_[A-Z0-9]+)?$/, "ga4"],
  [/^_gid$|^_gat/, "ga4"],
  [/^_fb[pc]$/, "meta"],
  [/^_gcl_/, "google-ads"],
  [/^(IDE|test_cookie|NID)$/, "google-ads"],
  [/^__hs|^hubspotutk$|^messagesUtk$/, "hubspot"],
  [/^mailerlite:/, "mailerlite"],
]

/** Where the known consent tools keep the choice: strictly necessary, since it is the choice itself. */
const cmpKeys: Record<Plan["consent"]["banner"]["cmp"], RegExp> = {
  "vanilla-cookieconsent": /^cc_cookie$/,
  klaro: /^klaro$/,
  cookiebot: /^CookieConsent/,
  onetrust: /^Optanon/,
  usercentrics: /^(uc_|ucData|ucString)/,
  tcf: /^(euconsent-v2|IABTCF_)/,
  custom: /^$/,
}

export const cookieOwner = (name: string): DestinationType | undefined => vendorCookies.find(([pattern]) => pattern.test(name))?.[1]

/** Our own keys begin with the identity cookie's name or with what the kit and the runtime use. */
const ourKeys = /^(tw_|tagwright|__tagwright)/

export const isOwnKey = (name: string, identityCookie: string): boolean => name.startsWith(identityCookie) || ourKeys.test(name)
/** The plan's own list: exact names, or the beginning of names where a `*` ends one. */
export const isEssential = (name: string, essential: Plan["consent"]["essential"]): boolean =>
  Object.keys(essential).some((key) => (key.endsWith("*") ? name.startsWith(key.slice(0, -1)) : name === key))
export const isChoiceKey = (name: string, cmp: Plan["consent"]["banner"]["cmp"]): boolean => cmpKeys[cmp].test(name)
