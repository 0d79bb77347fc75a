import { attempt } from "./attempt.ts"

/** The value of a cookie, decoded; undefined when there is none or cookies are blocked. */
export const readCookie = (name: string): string | undefined =>
  attempt(() => {
    const pair = document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))
    return pair && decodeURIComponent(pair.slice(name.length + 1))
  })

/**
 * This host and its parents, widest first: "example", "site.example", "www.site.example".
 * Browsers refuse cookies for public suffixes, so the widest one that takes is the site's own domain.
 */
const domains = (): string[] => location.hostname.split(".").map((_, i, labels) => labels.slice(labels.length - 1 - i).join("."))

const put = (name: string, value: string, seconds: number, domain?: string): void => {
  document.cookie = `${name}=${value};path=/;max-age=${seconds};samesite=lax${location.protocol === "https:" ? ";secure" : ""}${domain ? `;domain=${domain}` : ""}`
}

/** Writes a cookie for the whole site: on the widest domain the browser accepts, else on this host. */
export const writeCookie = (name: string, value: string, seconds: number): void => {
  attempt(() => [...domains(), undefined].some((domain) => (put(name, value, seconds, domain), readCookie(name) === value)))
}

/** Removes every cookie whose name matches, on this host and its parents. */
export const removeCookies = (names: RegExp): void => {
  attempt(() => {
    for (const pair of document.cookie.split("; ")) {
      const name = pair.split("=")[0] ?? ""
      if (names.test(name)) for (const domain of [...domains(), undefined]) put(name, "", 0, domain)
    }
  })
}
