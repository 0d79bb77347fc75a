import { readdir, readFile, stat } from "node:fs/promises"
import { join, sep } from "node:path"
import { limits } from "../limits.ts"
import type { RouteOptions } from "../proxy/routes.ts"

export interface SurveyedSite {
  site: RouteOptions["site"]
  /** The host it is shown under: its own, where it names one */
  host: string
  /** Where the walk begins */
  start: string
}

/** A name nobody can own (RFC 2606). */
const nobody = "site.example"
const canonical = /<link[^>]+rel=["']?canonical["']?[^>]*href=["']?([^"'\s>]+)/i
const rootPath = /(?:href|src)=["']?(\/[^"'\s>/][^"'\s>]*)/gi

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false)

/** The path a site was built for: the first part of its own addresses, where the files stand without it. */
const baseOf = async (folder: string, html: string): Promise<string | undefined> => {
  const paths = [...html.matchAll(rootPath)].map(([, path]) => path ?? "")
  const firsts = Map.groupBy(paths, (path) => path.split(/[/?#]/)[1] ?? "")
  const [first, same] = [...firsts].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
  if (first === undefined || first === "" || same === undefined || same.length * 2 <= paths.length || (await isThere(join(folder, first)))) return undefined
  for (const path of same) {
    const file = path.slice(first.length + 1).split(/[?#]/, 1)[0] ?? ""
    if (file.length > 1 && (await isThere(join(folder, file)))) return `/${first}`
  }
  return undefined
}

const hostIn = (html: string): string => {
  const named = canonical.exec(html)?.[1] ?? ""
  return URL.canParse(named) && /^https?:/.test(named) ? new URL(named).hostname : nobody
}

const depthOf = (file: string): number => file.split(sep).length

/** Where a visitor begins: the folder's own index, else the HTML file that lies least deep, the first of those by name. */
const firstPage = async (folder: string): Promise<{ html: string; path: string }> => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.html?$/i.test(file))
  const first = files.includes("index.html") ? "index.html" : (files.toSorted((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))[0] ?? "index.html")
  const html = await readFile(join(folder, first), "utf8").catch(() => "")
  return { html: html.slice(0, limits.bodyChars), path: `/${first.split(sep).join("/").replace(/(^|\/)index\.html$/, "$1")}` }
}

/** Reads off a site what a plan would say: its host, and the path it stands under. */
export const lookAtSite = async (site: { folder: string } | { url: string }): Promise<SurveyedSite> => {
  if ("url" in site) {
    const { origin, pathname } = new URL(site.url)
    return { site: { url: origin }, host: nobody, start: pathname }
  }
  const { html, path } = await firstPage(site.folder)
  const base = await baseOf(site.folder, html)
  const host = hostIn(html)
  return { site: { folder: site.folder, ...(base === undefined ? {} : { base }) }, host: host.includes(".") ? host : nobody, start: `${base ?? ""}${path}` }
}
