import type { QaPlan, RequestRecord, Where } from "@tagwright/formats"
import { limits } from "../limits.ts"
import type { Seen } from "../proxy/proxy.ts"
import { ownerOf, type Owner } from "./parties.ts"
import { isObject } from "./violations.ts"

const cookieNames = (header: string | undefined): string[] =>
  (header ?? "").split(";").flatMap((pair) => (pair.trim() === "" ? [] : [pair.split("=", 1)[0]?.trim() ?? ""]))

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The events of a batch, each as a body of its own: our kit sends a list, GA4 a line per event. When a batch is closed depends
 * on the clock; what is in it does not.
 */
const bodiesOf = ({ url, body }: Seen, { party }: Owner): string[] => {
  if (party === "collect") {
    const batch = parse(body)
    if (isObject(batch) && Array.isArray(batch["events"]) && batch["events"].length > 1) return batch["events"].map((event) => JSON.stringify({ ...batch, events: [event] }))
  }
  const lines = hasLines(url, party) ? body.split(/\r?\n/).filter((line) => line !== "") : []
  return lines.length > 1 ? lines : [body]
}

/** GA4's collector, at Google's hosts or a tagging server's */
const hasLines = (url: URL, party: Owner["party"]): boolean => party === "vendor" && url.pathname.endsWith("/g/collect")

/** What GA4 writes before its lines and what into them depends on how many there are; together they are the hit. */
const withLine = (seen: Seen, line: string): Seen => {
  const url = new URL(seen.url)
  for (const [name, value] of new URLSearchParams(line)) url.searchParams.set(name, value)
  return { ...seen, url, body: "" }
}

/** A recorded request as evidence, one record per event it carried. Cookies by name only; their values are scanned elsewhere. */
export const requestRecords = (plan: QaPlan, environment: string, siteHost: string, where: Where, seen: Seen): RequestRecord[] => {
  const owner = ownerOf(plan, environment, siteHost, seen.url)
  return bodiesOf(seen, owner).map((body) => requestRecord(owner, where, hasLines(seen.url, owner.party) ? withLine(seen, body) : { ...seen, body }))
}

const requestRecord = (owner: Owner, where: Where, seen: Seen): RequestRecord => ({
  kind: "request",
  ...where,
  from: "browser",
  method: seen.method,
  url: `${seen.url.protocol}//${seen.url.host}${seen.url.pathname}`,
  query: Object.fromEntries(seen.url.searchParams),
  ...(seen.body === "" ? {} : { body: seen.body.slice(0, limits.bodyChars) }),
  ...owner,
  ...(seen.choice === undefined ? {} : { choice: seen.choice }),
  cookies: cookieNames(seen.headers["cookie"]).toSorted(),
  volatile: { at: seen.at, status: seen.status },
})
