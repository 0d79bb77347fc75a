import type { QaPlan, RequestRecord, Where } from "@tagwright/formats"
import { limits } from "../limits.ts"
import type { Seen } from "../proxy/proxy.ts"
import { ownerOf } from "./parties.ts"

const cookieNames = (header: string | undefined): string[] =>
  (header ?? "").split(";").flatMap((pair) => (pair.trim() === "" ? [] : [pair.split("=", 1)[0]?.trim() ?? ""]))

/** One recorded request as evidence. Cookies by name only; their values are scanned elsewhere. */
export const requestRecord = (plan: QaPlan, environment: string, siteHost: string, where: Where, seen: Seen): RequestRecord => ({
  kind: "request",
  ...where,
  from: "browser",
  method: seen.method,
  url: `${seen.url.protocol}//${seen.url.host}${seen.url.pathname}`,
  query: Object.fromEntries(seen.url.searchParams),
  ...(seen.body === "" ? {} : { body: seen.body.slice(0, limits.bodyChars) }),
  ...ownerOf(plan, environment, siteHost, seen.url),
  ...(seen.choice === undefined ? {} : { choice: seen.choice }),
  cookies: cookieNames(seen.headers["cookie"]).toSorted(),
  volatile: { at: seen.at, status: seen.status },
})
