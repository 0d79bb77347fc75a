import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Secret, TOTP } from "otpauth"
import type { Role } from "@tagwright/formats"
import type { Clock, ServerOptions } from "../../src/index.ts"
import { dataFolder, startTestServer, TOKEN } from "../helpers/server.ts"

/** A page that stands for the built one: what is served is tested here, what it shows in the dashboard's own tests. */
const pageFolder = (): string => {
  const folder = join(dataFolder(), "page")
  mkdirSync(join(folder, "assets"), { recursive: true })
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>")
  writeFileSync(join(folder, "assets", "app.js"), "export {}")
  writeFileSync(join(folder, "secret.txt"), "not for the world")
  return folder
}

export interface TurnedClock extends Clock {
  turn(ms: number): void
}
export const turnedClock = (): TurnedClock => {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    after: (ms, run) => {
      const timer = setTimeout(run, Math.min(ms, 2_147_483_647))
      return () => clearTimeout(timer)
    },
    turn: (ms) => void (offset += ms),
  }
}

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
}
/** A browser's memory: its cookie and the token that goes with it. */
export interface Visitor {
  cookie: string
  csrf: string
  get(path: string): Promise<Reply>
  post(path: string, body?: object, headers?: Record<string, string>): Promise<Reply>
}

const reply = async (answer: Response): Promise<Reply> => {
  const text = await answer.text()
  const value: unknown = text.startsWith("{") ? JSON.parse(text) : { text }
  return { status: answer.status, headers: answer.headers, body: Object.fromEntries(Object.entries(value ?? {})) }
}
export const codeAt = (secret: string, at: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
export const PASSWORD = "seven quiet paper boats"

export const startOps = async (options: Partial<ServerOptions> = {}) => {
  const clock = turnedClock()
  const server = await startTestServer({ clock, dashboard: { assets: () => Promise.resolve(folder), passwordLogN: 10 }, ...options })
  const folder = pageFolder()
  const visitor = (cookie = "", csrf = ""): Visitor => ({
    cookie,
    csrf,
    get: async (path) => reply(await fetch(`${server.url}${path}`, { headers: { cookie } })),
    post: async (path, body = {}, headers = {}) =>
      reply(await fetch(`${server.url}${path}`, { method: "POST", headers: { cookie, "x-tagwright-csrf": csrf, "sec-fetch-site": "same-origin", ...headers }, body: JSON.stringify(body) })),
  })
  const signedIn = async (answer: Reply): Promise<Visitor> => {
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? ""
    const me = await visitor(cookie).get("/ops/api/me")
    return visitor(cookie, String(me.body["csrf"]))
  }
  /** Uses a one-time link. Answers who that is now, and the key of the authenticator app. */
  const enrol = async (link: string | undefined, name = "Ada") => {
    const token = link?.split("#")[1] ?? ""
    const begun = await visitor().post("/ops/api/enrol/begin", { token })
    const secret = String(begun.body["secret"])
    const finished = await visitor().post("/ops/api/enrol/finish", { token, name, password: PASSWORD, code: codeAt(secret, clock.now()) })
    return { visitor: await signedIn(finished), secret, begun, finished }
  }
  const authorization = `Bearer ${TOKEN}`
  /** Whoever holds the token of the environment: quicker to get than somebody with a password */
  const script: Visitor = {
    ...visitor(),
    get: async (path) => reply(await fetch(`${server.url}${path}`, { headers: { authorization } })),
    post: async (path, body = {}) => reply(await server.post(path, body, { authorization })),
  }
  return {
    ...server,
    clock,
    visitor,
    signedIn,
    enrol,
    script,
    /** Somebody with a role, signed in */
    as: async (role: Role, name: string = role) => (await enrol(String((await script.post("/ops/api/accounts", { name, role })).body["link"]), name)).visitor,
  }
}
