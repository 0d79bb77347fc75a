import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createServer } from "node:net"
import { sourceOf, type Tab, type Visitor } from "./tab.ts"

const DRIVER = "/usr/bin/WebKitWebDriver"
const SCREEN = "/usr/bin/xvfb-run"
const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
/** Why the WebKit engine cannot run here; undefined when it can */
export const whyNoWebKit = (): string | undefined =>
  existsSync(DRIVER) && existsSync(SCREEN) ? undefined : "no WebKitGTK driver here (Debian: apt-get install webkit2gtk-driver xvfb xauth)"

const PATIENCE_MS = 20_000
const until = async (look: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + PATIENCE_MS
  while (!(await look())) {
    if (Date.now() > end) throw new Error("waited in vain")
    await new Promise((next) => setTimeout(next, 50))
  }
}

const freePort = (): Promise<number> =>
  new Promise((told) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => told(typeof address === "object" && address ? address.port : 0))
    })
  })

type Call = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>

/** Starts a driver on a screen of its own: each has one session. The whole group ends with it, for xvfb-run hands no signal on. */
const startDriver = async (): Promise<{ call: Call; stop: () => void }> => {
  const port = await freePort()
  const driver = spawn(SCREEN, ["-a", DRIVER, `--port=${port}`], { stdio: "ignore", detached: true })
  const call: Call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const { value } = await answer.json()
    if (!answer.ok) throw new Error(`WebDriver: ${value?.message || value?.error || answer.status}`)
    return value
  }
  let running = true
  const stop = (): void => {
    if (running && driver.pid !== undefined) process.kill(-driver.pid)
    running = false
  }
  await until(() => call("GET", "/status").then(() => true, () => false)).catch((error: unknown) => {
    stop()
    throw error
  })
  return { call, stop }
}

/** No expression, so statements: they are run for their effects. */
const isExpression = (code: string): boolean => {
  try {
    return !!new Function(`return async () => (${code}\n)`)
  } catch {
    return false
  }
}
/** JSON knows no undefined; tests do. */
const UNDEFINED = "\0undefined"
/** Answers with the value as JSON, and with the errors that the page's own collector (see `html`) heard of meanwhile. */
const script = (code: string): string => `
  const done = arguments[arguments.length - 1]
  const errors = () => (window.errorsOfPage || []).splice(0)
  const work = async () => { ${isExpression(code) ? `return (${code}\n)` : code} }
  work().then((value) => done({ errors: errors(), json: JSON.stringify(value, (key, one) => one === undefined ? ${JSON.stringify(UNDEFINED)} : one) }), (error) => done({ errors: errors(), failed: String(error) }))`

/** Somebody in WebKitGTK, by the classic WebDriver protocol (W3C). It is the engine of Safari, not Safari. */
export const webkitVisitor = async (): Promise<Visitor> => {
  const { call, stop } = await startDriver()
  const capabilities = { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] } } }
  const { sessionId } = Object(await call("POST", "/session", { capabilities }))
  const at: Call = (method, path, body) => call(method, `/session/${sessionId}${path}`, body)
  await at("POST", "/timeouts", { script: PATIENCE_MS, pageLoad: PATIENCE_MS })
  const errors: string[] = []
  let last: Promise<unknown> = Promise.resolve()
  let current: unknown

  /** A session has one current window: commands wait for each other, and each goes to its own. */
  const tabOf = (handle: unknown): Tab => {
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const turn = last.then(async () => {
        if (current !== handle) await at("POST", "/window", { handle })
        current = handle
        return work()
      })
      last = turn.catch(() => undefined)
      return turn
    }
    const command: Call = (method, path, body) => inTurn(() => at(method, path, body))
    const find = async (selector: string): Promise<string> => String(Object.values(Object(await command("POST", "/element", { using: "css selector", value: selector })))[0])
    const evaluate: Tab["evaluate"] = async (work, given) => {
      const answer = Object(await command("POST", "/execute/async", { script: script(sourceOf(work, given)), args: [] }))
      errors.push(...answer.errors)
      if (answer.failed !== undefined) throw new Error(answer.failed)
      return JSON.parse(answer.json, (_, one) => (one === UNDEFINED ? undefined : one))
    }
    const withButton = async (selector: string, button: number): Promise<void> => {
      const origin = { "element-6066-11e4-a52e-4f735466cecf": await find(selector) }
      const actions = [{ type: "pointerMove", duration: 0, x: 0, y: 0, origin }, { type: "pointerDown", button }, { type: "pointerUp", button }]
      await command("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] })
    }
    return {
      goto: async (url) => void (await command("POST", "/url", { url })),
      reload: async () => void (await command("POST", "/refresh", {})),
      evaluate,
      click: async (selector, { button = "left" } = {}) =>
        button === "left" ? void (await command("POST", `/element/${await find(selector)}/click`, {})) : withButton(selector, button === "middle" ? 1 : 2),
      focus: (selector) => evaluate((one: string) => document.querySelector<HTMLElement>(one)?.focus(), selector),
      getAttribute: (selector, name) => evaluate(([one, attribute]: readonly [string, string]) => document.querySelector(one)?.getAttribute(attribute) ?? null, [selector, name] as const),
      waitForURL: (pattern) => until(async () => pattern.test(String(await command("GET", "/url"))) && (await evaluate("document.readyState").catch(() => "")) === "complete"),
      close: async () => void (await command("DELETE", "/window")),
    }
  }
  const handle = await at("GET", "/window")
  current = handle
  return {
    page: tabOf(handle),
    errors,
    cookies: async () => Object.values(Object(await at("GET", "/cookie"))).map((one) => ({ name: Object(one).name, value: Object(one).value, expires: Object(one).expiry })),
    clearCookie: async (name) => void (await at("DELETE", `/cookie/${name}`)),
    newTab: async () => tabOf(Object(await at("POST", "/window/new", { type: "tab" })).handle),
    leave: async () => {
      await at("DELETE", "").catch(() => undefined)
      stop()
    },
  }
}
