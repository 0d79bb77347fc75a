import { attempt } from "./attempt.ts"

/** The value of a cookie, decoded; empty or undefined when there is none or cookies are blocked. Names are ours or Google's: no sign needs an escape. */
export const readCookie = (name: string): string | undefined => attempt(() => decodeURIComponent(RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? ""))

/**
 * This host and its parents of two labels and more as cookie attributes, widest first, then none. Browsers refuse cookies for
 * public suffixes, so the widest one that takes is the site's own domain.
 */
const domains = (): string[] => {
  const labels = location.hostname.split(".")
  return [...labels.map((_, i) => `;domain=${labels.slice(~i).join(".")}`).slice(1), ""]
}

const put = (name: string, value: string, seconds: number, domain: string): void => {
  document.cookie = `${name}=${value};path=/;max-age=${seconds};samesite=lax${domain}${location.protocol === "https:" ? ";secure" : ""}`
}

/** Writes a cookie for the whole site: on the widest domain the browser accepts, else on this host. */
export const writeCookie = (name: string, value: string, seconds: number): void => {
  attempt(() => domains().some((domain) => (put(name, value, seconds, domain), readCookie(name) === value)))
}

/** Removes every cookie whose name matches, on this host and its parents. */
export const removeCookies = (names: RegExp): void => {
  attempt(() => document.cookie.split(/=[^;]*;? ?/).forEach((name) => names.test(name) && domains().forEach((domain) => put(name, "", 0, domain))))
}
