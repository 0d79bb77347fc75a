import { readdir } from "node:fs/promises"
import { limits } from "../limits.ts"
import type { RouteOptions } from "../proxy/routes.ts"

/** Files that are no pages, by what their name ends in. */
const noPage = /\.(?!html?$|php$|aspx?$|jsp$)[a-z0-9]{1,8}$/i

/** The path of a page as it is walked: without query, and without a fragment unless that is a route (`#/about`, `#!about`). */
export const pathOfPage = (url: URL): string => url.pathname + (/^#[!/]/.test(url.hash) ? url.hash : "")

/** In the page: the addresses it links to, on whatever host. */
export const linksIn = (): string[] => [...document.querySelectorAll<HTMLAnchorElement>("a[href], area[href]")].flatMap((link) => (typeof link.href === "string" && !link.hasAttribute("download") ? [link.href] : []))

/** The paths among the addresses that are pages of the origin itself. */
export const ownPaths = (addresses: readonly string[], origin: string): string[] =>
  addresses.flatMap((address) => {
    const url = URL.canParse(address, origin) ? new URL(address, origin) : undefined
    return url === undefined || url.origin !== origin || noPage.test(url.pathname) ? [] : [pathOfPage(url)]
  })

/** Every page of a built site, also those that nothing links to, such as the one after paying. */
export const pagesOfFolder = async (site: RouteOptions["site"]): Promise<string[]> => {
  if ("url" in site) return []
  const files = await readdir(site.folder, { recursive: true })
  const pages = files.filter((file) => /\.html?$/.test(file) && !/(^|[\\/])(node_modules|404\.html$)/.test(file))
  return pages.map((file) => `${site.base ?? ""}/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`).toSorted()
}

interface Waiting {
  path: string
  from?: string
}

/** Addresses still to walk, each once, in the order they were found. What comes after the limit is told, not walked. */
export const pageQueue = (first: readonly string[]) => {
  const known = new Map<string, Waiting>(first.map((path) => [path, { path }]))
  let at = 0
  return {
    add: (paths: readonly string[], from: string) => {
      for (const path of paths) if (!known.has(path) && known.size < limits.pages + limits.pagesTold) known.set(path, { path, from })
    },
    next: (): Waiting | undefined => (at < limits.pages ? [...known.values()][at++] : undefined),
    done: () => at,
    size: () => Math.min(known.size, limits.pages),
    leftOut: (): Waiting[] => [...known.values()].slice(limits.pages),
  }
}
