// Plain JavaScript: this is the only code that runs on the system's own Node (20 or later).
// It installs what is missing and then gets out of the way: dependencies (with the pinned Node among them) and a browser.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))
const stampFile = join(root, "node_modules", ".tagwright-setup")

/** Installs dependencies and a browser where they are missing. Ends the process with 2 and one sentence when it cannot. */
export const setup = ({ browser = true } = {}) => {
  checkNode()
  installDependencies()
  if (browser) ensureBrowser()
}

/** The Node that everything else runs on. */
export const pinnedNode = () => join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node")

/** Runs a program of the repository on the pinned Node and answers with its exit code. Ctrl-C reaches it directly; a SIGTERM is handed on, so that nothing outlives us. */
export const runPinned = (args, env = {}) => {
  process.on("SIGINT", () => {})
  const bin = join(root, "node_modules", ".bin")
  const path = [join(root, "node_modules", "node", "bin"), bin, process.env.PATH].join(delimiter)
  const child = spawn(pinnedNode(), args, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path, ...env } })
  const hand = () => child.kill("SIGTERM")
  process.on("SIGTERM", hand)
  return new Promise((resolve) => {
    child.on("error", (error) => giveUp(`cannot run ${pinnedNode()}: ${error.message}`))
    child.on("close", (status) => {
      process.off("SIGTERM", hand)
      resolve(status ?? 2)
    })
  })
}

const say = (text) => process.stderr.write(`setup: ${text}\n`)
const giveUp = (text) => {
  process.stderr.write(`setup: ${text}\n`)
  process.exit(2)
}

const checkNode = () => {
  const major = Number(process.versions.node.split(".")[0])
  if (major < 20) giveUp(`needs Node 20 or later to begin with, this is ${process.versions.node}. Everything else brings its own.`)
}

const installDependencies = () => {
  const wanted = stamp()
  if (existsSync(pinnedNode()) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return
  say("installing dependencies (about a minute, once)")
  const npm = process.platform === "win32" ? "npm.cmd" : "npm"
  const result = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: ["ignore", 2, "inherit"] })
  if (result.error !== undefined) giveUp("npm is not on the PATH. Install npm 10 or later.")
  if (result.status !== 0) giveUp("npm ci failed (its message is above). Check the connection to the npm registry and run this again.")
  if (!existsSync(pinnedNode())) giveUp("the pinned Node did not install: npm skipped the install script of the package \"node\". Run: npm rebuild node")
  writeFileSync(stampFile, wanted)
}

/** What the installed tree must match: the lock file, and every manifest. */
const stamp = () => {
  const hash = createHash("sha256")
  const manifests = ["package.json", "package-lock.json"]
  for (const group of ["packages", "examples"])
    for (const name of existsSync(join(root, group)) ? readdirSync(join(root, group)).sort() : []) manifests.push(join(group, name, "package.json"))
  for (const file of manifests) if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest("hex")
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]

/** Debian's Chromium without its windows: QA takes about half the time with it. */
const headlessShell = "/usr/bin/chromium-headless-shell"

/** The browser that QA will use; the same places as packages/qa looks at. */
export const findBrowser = () => {
  const named = process.env.TAGWRIGHT_CHROMIUM
  if (named !== undefined && named !== "") return existsSync(named) ? named : undefined
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const fixed = [headlessShell, "/usr/bin/chromium", "/snap/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
  return [...fixed, ...onPath, ...playwrightBrowsers()].find((file) => existsSync(file))
}

const playwrightBrowsers = () => {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "ms-playwright")
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort()
    .reverse()
    .flatMap((name) => [join(folder, name, "chrome-linux", "chrome"), join(folder, name, "chrome-linux64", "chrome")])
}

const ensureBrowser = () => {
  if (process.env.TAGWRIGHT_CHROMIUM !== undefined && findBrowser() === undefined) giveUp(`TAGWRIGHT_CHROMIUM names ${process.env.TAGWRIGHT_CHROMIUM}, which is not there.`)
  if (findBrowser() !== undefined) return void (process.env.CI === "true" && !existsSync(headlessShell) && aptInstall())
  const tried = [aptInstall(), findBrowser() === undefined && playwrightInstall()].filter((text) => typeof text === "string")
  if (findBrowser() === undefined) giveUp(`no browser, and none could be installed (${tried.join("; ")}). Install Chromium or Chrome, or name one in TAGWRIGHT_CHROMIUM.`)
}

const aptInstall = () => {
  if (process.getuid?.() !== 0) return "apt needs root"
  if (spawnSync("apt-get", ["--version"]).status !== 0) return "there is no apt"
  say("installing Chromium with apt (about a minute, once)")
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const apt = (...args) => spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env }).status === 0
  if (!apt("update") || !apt("install", "-y", "--no-install-recommends", "chromium")) return "apt-get could not install chromium"
  // Not in every release of Debian; Chromium itself will do.
  return apt("install", "-y", "--no-install-recommends", "chromium-headless-shell") || "apt-get has no chromium-headless-shell"
}

/** The other engines that QA can drive. Never part of a normal setup: they are asked for. */
const ensureEngines = () => {
  if (process.getuid?.() !== 0) giveUp("the engines are installed with apt, which needs root: sudo node tools/setup.mjs --engines")
  say("installing Firefox ESR and WebKitGTK with apt (about a minute)")
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const apt = (...args) => spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env }).status === 0
  if (!apt("update") || !apt("install", "-y", "--no-install-recommends", "firefox-esr", "webkit2gtk-driver", "xvfb")) giveUp("apt-get could not install them (its message is above).")
}

const playwrightInstall = () => {
  say("downloading Playwright's Chromium")
  const result = spawnSync(pinnedNode(), [join(root, "node_modules", "playwright-core", "cli.js"), "install", "chromium"], { stdio: ["ignore", 2, "inherit"] })
  return result.status === 0 || "Playwright's download failed"
}

if (process.argv[2] === "--run") setup()
if (process.argv[2] === "--engines") ensureEngines()
