import type { ResolvedDestination } from "@tagwright/formats"

/** A destination whose address stands in the plan, at another host: the path stays. The others are told their address anyway. */
export const redirected = (destination: ResolvedDestination, base: string | undefined): ResolvedDestination => {
  if (base === undefined || (destination.type !== "rest" && destination.type !== "webhook")) return destination
  const at = (url: string): string => url.replace(/^https?:\/\/[^/]+/, base.replace(/\/+$/, ""))
  if (destination.type === "webhook") return { ...destination, url: at(destination.url) }
  return { ...destination, url: at(destination.url), ...(destination.erase && { erase: { ...destination.erase, url: at(destination.erase.url) } }) }
}
