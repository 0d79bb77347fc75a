import type { RequestRecord } from "@tagwright/formats"

/** One event inside a request: the parameters of the address and its own. */
export type Hit = Record<string, string>

/** GA4 sends up to 20 events in one request: a line of the body each; what they share stands in the address. */
export const hitsOf = ({ query, body }: RequestRecord): Hit[] => {
  if (query["en"] !== undefined) return [query]
  return (body ?? "").split(/\r?\n/).flatMap((line) => {
    const own = Object.fromEntries(new URLSearchParams(line))
    return own["en"] === undefined ? [] : [{ ...query, ...own }]
  })
}
