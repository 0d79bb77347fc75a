import { attempt } from "./attempt.ts"

/** The value of a cookie, decoded; empty or undefined when there is none or cookies are blocked. Names are ours or Google's: no sign needs an escape. */
export const readCookie = (name: string): string | undefined => attempt(() => decodeURIComponent(document.cookie.match(`(^|; )${name}=([^;]*)`)?.[2] ?? ""))

/**
 * Writes a cookie for the whole site: for the widest of this host and its parents of two labels and more that the browser takes
 * (it refuses public suffixes), else for no domain. Without a value and time it removes them all.
 */
export const writeCookie = (name: string, value = "", seconds = 0): void => {
  attempt(() => {
    const labels = location.hostname.split(".")
    return [...labels.map((_, i) => `;domain=${labels.slice(~i).join(".")}`).slice(1), ""].some((domain) => {
      document.cookie = `${name}=${value};path=/;max-age=${seconds};samesite=lax${domain}${location.protocol === "https:" ? ";secure" : ""}`
      return readCookie(name) === value
    })
  })
}

/** Removes every cookie whose name matches, on this host and its parents. */
export const removeCookies = (names: RegExp): void => {
  attempt(() => document.cookie.split(/=[^;]*;? ?/).forEach((name) => names.test(name) && writeCookie(name)))
}
