import { readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { HttpError, type Answer } from "../http/answer.ts"
import type { Route } from "../http/router.ts"

const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" }

/** Nothing inline, nothing from elsewhere, no frames, no text that becomes markup (Trusted Types). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ")
export const securityHeaders = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
} as const
/** Built files carry a digest in their name. */
const FOREVER = "public, max-age=31536000, immutable"

/** `assets`: the folder of the built page (`index.html`, `assets/*`), found when somebody first looks. */
export const dashboardRoutes = (assets: () => Promise<string>): Route[] => {
  let folder: Promise<string> | undefined
  const read = async (path: string, cache: string): Promise<Answer> => {
    folder ??= assets().catch((error: unknown) => {
      folder = undefined
      throw error
    })
    const body = await readFile(join(await folder, path)).catch(() => undefined)
    if (body === undefined) throw new HttpError(404, "not_found")
    return { status: 200, headers: { ...securityHeaders, "content-type": types[extname(path)] ?? "application/octet-stream", "cache-control": cache }, body }
  }
  const page = (screen = ""): Promise<Answer> => {
    // An address of the interface that does not exist is not a screen.
    if (screen === "api") throw new HttpError(404, "not_found")
    return read("index.html", "no-store")
  }
  return [
    { method: "GET", path: "/ops", handle: () => page() },
    { method: "GET", path: "/ops/", handle: () => page() },
    {
      method: "GET",
      path: "/ops/assets/:file",
      handle: (_call, { file = "" }) => {
        if (!/^[\w.-]+$/.test(file) || file.startsWith(".")) throw new HttpError(404, "not_found")
        return read(join("assets", file), FOREVER)
      },
    },
    { method: "GET", path: "/ops/:screen", handle: (_call, { screen }) => page(screen) },
    { method: "GET", path: "/ops/:screen/:id", handle: (_call, { screen }) => page(screen) },
    { method: "GET", path: "/ops/:screen/:kind/:id", handle: (_call, { screen }) => page(screen) },
  ]
}
