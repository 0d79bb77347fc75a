import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createServer } from "node:net"
import type { Tab } from "./tab.ts"

const DRIVER = "/usr/bin/WebKitWebDriver"
const SCREEN = "/usr/bin/xvfb-run"
/** Why the WebKit engine cannot run here; undefined when it can. */
export const whyNoWebKit = (): string | undefined =>
  existsSync(DRIVER) && existsSync(SCREEN) ? undefined : "not run: no WebKitGTK driver here (Debian: apt-get install webkit2gtk-driver xvfb xauth)"

const freePort = (): Promise<number> =>
  new Promise((told) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => told(typeof address === "object" && address ? address.port : 0))
    })
  })

const PATIENCE_MS = 20_000

/** A fresh visitor in WebKitGTK, by the classic WebDriver protocol (W3C). It is the engine of Safari, not Safari. */
export const webkitTab = async (): Promise<Tab> => {
  const port = await freePort()
  const driver = spawn(SCREEN, ["-a", DRIVER, `--port=${port}`], { stdio: "ignore", detached: true })
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const { value } = await answer.json()
    if (!answer.ok) throw new Error(`WebDriver: ${value?.message ?? answer.status}`)
    return value
  }
  const stop = (): void => {
    // The whole group: xvfb-run does not hand a signal on.
    if (driver.pid !== undefined) process.kill(-driver.pid)
  }
  try {
    await ready(() => call("GET", "/status"))
    const capabilities = { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", args: ["--automation"] } } }
    const session = Object(await call("POST", "/session", { capabilities })).sessionId
    const at = (path: string): string => `/session/${session}${path}`
    const element = async (selector: string): Promise<string> => String(Object.values(Object(await call("POST", at("/element"), { using: "css selector", value: selector })))[0])
    return {
      goto: async (url) => void (await call("POST", at("/url"), { url })),
      run: (code) => call("POST", at("/execute/sync"), { script: `return (${code})`, args: [] }),
      click: async (selector) => void (await call("POST", at(`/element/${await element(selector)}/click`), {})),
      close: async () => {
        await call("DELETE", at("")).catch(() => undefined)
        stop()
      },
    }
  } catch (error) {
    stop()
    throw error
  }
}

const ready = async (look: () => Promise<unknown>): Promise<void> => {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      await look()
      return
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((next) => setTimeout(next, 100))
    }
  }
}
