import type { RecordOf } from "@tagwright/formats"

/** Somebody else than the site, and when they were asked. */
export interface Party {
  host: string
  requests: number
  /** Requests before any choice could be made */
  beforeChoice: number
}

/** Whoever a site contacts beside itself and its own collector; those asked most come first. */
export const partiesOf = (requests: readonly RecordOf<"request">[]): Party[] =>
  [...Map.groupBy(requests.filter(({ party }) => party !== "site" && party !== "collect"), ({ url }) => new URL(url).host)]
    .map(([host, list]) => ({ host, requests: list.length, beforeChoice: list.filter(({ choice }) => choice === undefined).length }))
    .toSorted((a, b) => b.requests - a.requests || (a.host < b.host ? -1 : 1))
