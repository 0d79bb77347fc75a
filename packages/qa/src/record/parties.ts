import type { QaPlan, RequestRecord } from "@tagwright/formats"
import { hostMatches } from "../proxy/browser-own.ts"

export interface Owner {
  party: RequestRecord["party"]
  destination?: string
}

/** Hosts of Google's tag loaders. */
const gtmHosts = ["www.googletagmanager.com", "googletagmanager.com"]
/** Hosts the payment provider shows its pages on. */
export const payHosts = ["buy.stripe.com", "checkout.stripe.com"]

/** Patterns may name a path behind the host, as in `google.com/pagead`. */
const urlMatches = (url: URL, pattern: string): boolean => {
  const slash = pattern.indexOf("/")
  if (slash < 0) return hostMatches(url.hostname, pattern)
  const [host, path] = [pattern.slice(0, slash), pattern.slice(slash)]
  return (hostMatches(url.hostname, host) || url.hostname.endsWith(`.${host}`)) && url.pathname.startsWith(path)
}

const destinationOf = (plan: QaPlan, url: URL): string | undefined =>
  Object.entries(plan.destinations).find(
    ([, destination]) =>
      destination.hosts.some((pattern) => urlMatches(url, pattern)) || ("url" in destination && URL.canParse(destination.url) && new URL(destination.url).hostname === url.hostname),
  )?.[0]

/** Whose a request is. Google's loader on another id than Tag Manager's belongs to the destination that uses it. */
export const ownerOf = (plan: QaPlan, environment: string, siteHost: string, url: URL): Owner => {
  const server = plan.site.environments[environment]?.server ?? "/t"
  const collect = new URL(server, `https://${siteHost}`)
  const prefix = collect.pathname.replace(/\/$/, "")
  if (url.host === collect.host && (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)) && prefix !== "") return { party: "collect" }
  if (url.hostname === siteHost) return { party: "site" }
  if (gtmHosts.includes(url.hostname)) return { party: "gtm" }
  const destination = destinationOf(plan, url)
  if (destination !== undefined) return { party: "vendor", destination }
  return { party: payHosts.includes(url.hostname) ? "vendor" : "unknown" }
}
