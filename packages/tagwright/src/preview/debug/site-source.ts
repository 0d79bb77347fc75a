import { serveStatic } from "@hono/node-server/serve-static"
import { Fault } from "@tagwright/formats"
import { Hono } from "hono"
import { spawn } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Io } from "../../command.ts"
import { pageFile } from "../site-server.ts"

/** Where the pages of a site come from. `close` ends a program that was started for it. */
export interface SiteSource {
  fetch: (request: Request) => Promise<Response>
  /** The origin that redirects of the site itself lead to. */
  origin: string | undefined
  close: () => void
}

const LOCAL = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/
/** A development server says its address within this time. */
const START_MS = 60_000

/** `--site` is an address, a folder, or else a command that starts the site and prints its address. */
export const openSite = async (named: string, io: Io): Promise<SiteSource> => {
  if (/^https?:\/\//.test(named)) return fromAddress(named, () => {})
  const folder = resolve(io.cwd, named)
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new Fault("caller", `--site ${named} is a file`, "Give the folder of the built site, an address, or a command that starts it")
    return fromFolder(folder)
  }
  if (!named.includes(" ")) throw new Fault("caller", `--site ${named}: there is no such folder`, 'Give the folder of the built site, an address such as http://localhost:8080, or a command such as "npm run dev"')
  return fromCommand(named, io)
}

const fromFolder = (folder: string): SiteSource => {
  const app = new Hono()
  app.get("*", async (context, next) => {
    const page = pageFile(folder, context.req.path)
    return page === undefined ? next() : context.html(await readFile(page, "utf8"))
  })
  app.get("*", serveStatic({ root: folder }))
  app.notFound(async (context) => {
    const page = pageFile(folder, "/404.html")
    return page === undefined ? context.text("not found", 404) : context.html(await readFile(page, "utf8"), 404)
  })
  return { fetch: async (request) => app.fetch(request), origin: undefined, close: () => {} }
}

/** Headers of one connection, and what fetch sets itself. */
const HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "host", "content-length", "accept-encoding", "te", "trailer"]
/** What the answer's rewriting makes untrue, and what must not be remembered for this machine's address. */
const STALE = ["content-encoding", "content-length", "transfer-encoding", "strict-transport-security", "alt-svc", "connection", "keep-alive"]

const without = (headers: Headers, names: readonly string[]): Headers => {
  const kept = new Headers(headers)
  for (const name of names) kept.delete(name)
  return kept
}

const fromAddress = (address: string, close: () => void): SiteSource => {
  const { origin } = new URL(address)
  const fetchPage = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    const body = request.method === "GET" || request.method === "HEAD" ? undefined : await request.arrayBuffer()
    const answer = await fetch(origin + pathname + search, { method: request.method, headers: without(request.headers, HOP), redirect: "manual", ...(body === undefined ? {} : { body }) })
    const headers = without(answer.headers, [...STALE, "set-cookie"])
    // Cookies are for the address the visitor sees now.
    for (const cookie of answer.headers.getSetCookie()) headers.append("set-cookie", cookie.replace(/;\s*(?:domain=[^;]*|secure)(?=;|$)/gi, ""))
    return new Response(answer.body, { status: answer.status, headers })
  }
  return { fetch: fetchPage, origin, close }
}

const fromCommand = async (command: string, io: Io): Promise<SiteSource> => {
  const child = spawn(command, { cwd: io.cwd, shell: true, env: { ...io.env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"], detached: true })
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid)
    } catch {
      // It has ended by itself.
    }
  }
  const said: string[] = []
  const address = await new Promise<string | undefined>((settle) => {
    const listen = (chunk: unknown): void => {
      said.push(String(chunk))
      const found = LOCAL.exec(said.join(""))
      if (found !== null) settle(found[0])
    }
    child.stdout.on("data", listen)
    child.stderr.on("data", listen)
    child.on("close", () => settle(undefined))
    io.signal.addEventListener("abort", () => settle(undefined), { once: true })
    setTimeout(() => settle(undefined), START_MS).unref()
  })
  if (address !== undefined) return fromAddress(address, end)
  end()
  throw new Fault("caller", `the site did not say its address: ${command}\n${said.join("").trim().split("\n").slice(-8).join("\n")}\n`, "Start it yourself and give its address with --site http://localhost:PORT")
}
