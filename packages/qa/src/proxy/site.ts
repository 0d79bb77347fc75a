import { readFile, stat } from "node:fs/promises"
import { extname, join, normalize, sep } from "node:path"
import type { Answer, Ask } from "./answer.ts"

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
}

const isFile = (path: string): Promise<boolean> => stat(path).then((s) => s.isFile(), () => false)

/** The file a static host would answer with: the path itself, its index.html, or with .html added. */
const findFile = async (folder: string, path: string): Promise<string | undefined> => {
  const root = normalize(folder + sep)
  const base = normalize(join(root, path))
  if (!base.startsWith(root) && base + sep !== root) return undefined
  const candidates = path.endsWith("/") ? [join(base, "index.html")] : [base, join(base, "index.html"), `${base}.html`]
  for (const candidate of candidates) if (await isFile(candidate)) return candidate
  return undefined
}

const safeDecode = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/**
 * Answers like a static host: `/a` redirects to `/a/` where that is a folder, and 404.html stands in for what is missing.
 * `base` is the path the folder stands under, for a site built for one (`/docs`).
 */
export const folderSite = (folder: string, base = "") => async (ask: Ask): Promise<Answer> => {
  const path = safeDecode(ask.url.pathname)
  const own = path === base ? "/" : path.startsWith(`${base}/`) ? path.slice(base.length) : undefined
  const file = own === undefined ? undefined : await findFile(folder, own)
  if (file === undefined) {
    const missing = join(folder, "404.html")
    const body = (await isFile(missing)) ? await readFile(missing) : "Not found"
    return { status: 404, headers: { "content-type": "text/html; charset=utf-8" }, body }
  }
  if (!path.endsWith("/") && file.endsWith(`${sep}index.html`) && !path.endsWith("index.html"))
    return { status: 301, headers: { location: `${ask.url.pathname}/${ask.url.search}` } }
  return { status: 200, headers: { "content-type": types[extname(file)] ?? "application/octet-stream", "cache-control": "no-store" }, body: await readFile(file) }
}
