import type { RequestRecord, ResolvedDestination, ResolvedPlan } from "@tagwright/formats"

const hostMatches = (url: URL, pattern: string): boolean => {
  if (pattern.includes("/")) return `${url.hostname}${url.pathname}`.replace(/^www\./, "").startsWith(pattern)
  return pattern.startsWith(".") ? url.hostname.endsWith(pattern) || url.hostname === pattern.slice(1) : url.hostname === pattern
}

/** Our own look at whose request it is: the recorder's word for it, else the hosts that the destination's type owns. */
export const destinationOf = (plan: ResolvedPlan, request: RequestRecord): ResolvedDestination | undefined => {
  if (request.destination !== undefined) return plan.destinations[request.destination]
  const url = URL.parse(request.url)
  if (url === null) return undefined
  return Object.values(plan.destinations).find(({ hosts }) => hosts.some((host) => hostMatches(url, host)))
}

/** Script loads fetch a vendor's library: they tell the vendor of the visit all the same, so they count as requests. */
export const isGoogle = (destination: ResolvedDestination | undefined): boolean => destination?.type === "ga4" || destination?.type === "google-ads"
