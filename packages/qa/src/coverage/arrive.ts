import type { PageRecord } from "@tagwright/formats"
import { settle } from "../journey/settle.ts"
import type { Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"
import type { Seen } from "../proxy/proxy.ts"
import { pathOfPage } from "./pages.ts"

type Arrival = Pick<PageRecord, "outcome" | "reason"> & {
  /** Where it led instead */
  to?: string
}

const isDocument = (seen: Seen): boolean => seen.headers["sec-fetch-dest"] === "document" || seen.headers["sec-fetch-dest"] === undefined
const typeOf = (seen: Seen): string => String(Object.entries(seen.answer?.headers ?? {}).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "")
const isPage = (type: string): boolean => type === "" || /html/i.test(type)

/** What the proxy knows of the document that was asked for last. */
const answered = (walk: Walk, since: number, path: string): Arrival | undefined => {
  const seen = walk.proxy.seen.slice(since).findLast((one) => isDocument(one) && one.url.pathname === path.split("#", 1)[0])
  if (seen === undefined) return undefined
  if (seen.status === "dropped") return { outcome: "broken", reason: "nobody answered" }
  if (seen.status >= 400) return { outcome: "broken", reason: `answered ${seen.status}` }
  if (seen.status < 300 && !isPage(typeOf(seen))) return { outcome: "not a page", reason: typeOf(seen) }
  return undefined
}

const elsewhere = (walk: Walk, path: string, url: URL): Arrival | undefined => {
  if (url.origin !== walk.origin) return { outcome: "redirected", reason: url.host === "" ? "to nowhere" : `to ${url.host}, which is not part of the site` }
  const to = pathOfPage(url)
  return to === path || to.replace(/\/$/, "") === path.replace(/\/$/, "") ? undefined : { outcome: "redirected", reason: `to ${to}`, to }
}

/** Opens a page. Says what it is when it is none: a broken link, a file, a redirect. Throws when the browser cannot open it for another reason. */
export const arrive = async (walk: Walk, path: string): Promise<Arrival> => {
  const since = walk.proxy.seen.length
  try {
    await walk.tab.goto(walk.origin + path)
  } catch (error) {
    const off = walk.proxy.seen.slice(since).find((one) => isDocument(one) && one.url.origin !== walk.origin)
    const known = answered(walk, since, path) ?? (off === undefined ? undefined : elsewhere(walk, path, off.url))
    if (known !== undefined) return known
    throw error
  }
  const known = answered(walk, since, path)
  if (known !== undefined) return known
  await settle(walk.tab, walk.proxy, limits.coverageSettleMs)
  const url = new URL(await walk.tab.url())
  // A script or the page itself led to where nobody answered: the browser shows its own error page.
  const left = url.host === "" || !url.protocol.startsWith("http") ? walk.proxy.seen.slice(since).findLast(isDocument)?.url : url
  return elsewhere(walk, path, left ?? url) ?? { outcome: "walked" }
}
