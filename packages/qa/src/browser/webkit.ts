import { execFile, spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { promisify } from "node:util"
import { Fault } from "@tagwright/formats"
import { limits } from "../limits.ts"
import { findProgram } from "./find.ts"
import { laptop } from "./looks.ts"
import type { Browser, Session } from "./port.ts"
import { connect, type WebDriver } from "./webdriver.ts"
import { sessionOver } from "./webdriver-session.ts"

const run = promisify(execFile)
/** Each visitor has a driver, and the driver a browser, of their own: WebKitWebDriver holds one session at a time. */
const sideBySide = 2
/** Where Debian's libwebkit2gtk puts the browser that its driver starts. */
const miniBrowsers = ["x86_64-linux-gnu", "aarch64-linux-gnu"].flatMap((machine) => ["4.1", "4.0"].map((version) => `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`))

/** A child that does not outlive us, whatever ends us. */
const leash = (child: ChildProcess): (() => void) => {
  const end = () => void child.kill()
  process.once("exit", end)
  return () => {
    process.removeListener("exit", end)
    end()
  }
}

const howToInstall = "Install it (Debian: node tools/setup.mjs --engines as root)."
const must = (name: string): string => {
  const found = findProgram(name)
  if (found === undefined) throw new Fault("machine", `No ${name} was found`, howToInstall)
  return found
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** A screen nobody sees: Xvfb picks a free number and tells it on descriptor 3. */
const startDisplay = async (): Promise<{ display: string; process: ChildProcess }> => {
  const xvfb = spawn(must("Xvfb"), ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] })
  const pipe = xvfb.stdio[3]
  if (pipe === null || pipe === undefined) throw new Fault("machine", "Xvfb did not start", howToInstall)
  const [number] = (await once(pipe, "data")) as [Buffer]
  return { display: `:${number.toString().trim()}`, process: xvfb }
}

const versionOf = async (binary: string, display: string): Promise<string> => /[\d.]+/.exec((await run(binary, ["--version"], { env: { ...process.env, DISPLAY: display } })).stdout)?.[0] ?? "unknown"

const capabilities = (binary: string, proxyPort: number) => ({
  acceptInsecureCerts: true,
  unhandledPromptBehavior: "dismiss",
  timeouts: { script: limits.coveragePageMs, pageLoad: limits.loadMs, implicit: 0 },
  // The capability `proxy` would speak TLS to the proxy itself; the browser's own option does not.
  "webkitgtk:browserOptions": { binary, args: ["--automation", `--proxy=http://127.0.0.1:${proxyPort}`] },
})

/** Window borders are not the page: what the page measures is what counts. */
const fitWindow = async (driver: WebDriver): Promise<void> => {
  await driver.post("/window/rect", laptop)
  const inner = await driver.script<{ width: number; height: number }>("return { width: innerWidth, height: innerHeight }", [])
  await driver.post("/window/rect", { width: 2 * laptop.width - inner.width, height: 2 * laptop.height - inner.height })
}

/**
 * Starts the WebKit engine of this machine (WebKitGTK) over WebDriver. It is WebKit, and it is not Safari: Safari's limits on
 * storage are not in it.
 */
export const startWebKit = async (): Promise<Browser> => {
  const driverPath = must("WebKitWebDriver")
  const binary = miniBrowsers.find((path) => existsSync(path))
  if (binary === undefined) throw new Fault("machine", "No MiniBrowser of WebKitGTK was found", howToInstall)
  const { display, process: xvfb } = await startDisplay()
  const endDisplay = leash(xvfb)
  const version = await versionOf(binary, display).catch((error: unknown) => {
    endDisplay()
    throw new Fault("machine", `WebKit did not start: ${String(error).split("\n")[0]}`, `Try to start ${binary} by hand`)
  })
  const open = new Set<Session>()
  return {
    name: "webkit",
    version,
    injects: false,
    width: sideBySide,
    async newSession({ proxyPort }) {
      const port = await freePort()
      const child = spawn(driverPath, [`--port=${port}`, "--host=127.0.0.1"], { env: { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", LANG: "en_GB.UTF-8", TZ: "Europe/Berlin" }, stdio: "ignore" })
      const endDriver = leash(child)
      const driver = await connect(`http://127.0.0.1:${port}`, capabilities(binary, proxyPort), () => child.exitCode === null)
      await fitWindow(driver)
      const session = sessionOver(driver)
      const whole: Session = {
        ...session,
        async close() {
          await session.close().catch(() => undefined)
          endDriver()
          open.delete(whole)
        },
      }
      open.add(whole)
      return whole
    },
    async close() {
      await Promise.all([...open].map((session) => session.close()))
      endDisplay()
    },
  }
}
