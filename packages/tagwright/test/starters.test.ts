import { execFile } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const run = promisify(execFile)
const root = join(import.meta.dirname, "../../..")
const packs = join(root, "dist/packs")
const MINUTES = 60_000

const page = `<!doctype html><html lang="en"><head><title>Mine</title></head><body><main data-section="hero"><a href="#next" data-tw-event="cta_click">Go</a></main></body></html>`
/** Starters as their makers describe them: a package and a page. */
const starters = {
  eleventy: { output: "_site", dependency: { "@11ty/eleventy": "3.1.8" } },
  vite: { output: "dist", dependency: { vite: "8.3.8" } },
} as const

/** A banner as a developer writes one by hand, which survives blocked storage. */
const withBanner = (html: string): string =>
  html.replace(
    "</body>",
    `<div id="consent" hidden role="dialog" aria-label="Cookies"><p>May we count your visit?</p><button id="yes">Accept all</button> <button id="no">Reject all</button></div><button id="again">Privacy</button>
<script>
const box = document.getElementById("consent")
let known = null
try { known = localStorage.getItem("choice") } catch {}
const choose = (yes) => { try { localStorage.setItem("choice", yes ? "yes" : "no") } catch {} tagwright.consent.update({ analytics: yes, marketing: yes }); box.hidden = true }
yes.onclick = () => choose(true)
no.onclick = () => choose(false)
again.onclick = () => { box.hidden = false }
if (known === null) box.hidden = false
</script></body>`,
  )
/** What the first plan leaves to its author. */
const planned = (plan: string): string =>
  plan
    .replace('banner: { cmp: "custom" },', 'banner: { cmp: "custom", selectors: { banner: "#consent", accept: "#yes", reject: "#no", reopen: "#again" } },\n    essential: { choice: "the answer to the banner" },')
    .replace("  pages: {", '  waivers: [{ selector: "#again", reason: "opens the banner", owner: "privacy", expires: "2099-01-01" }],\n\n  pages: {')

const shell = async (command: string, cwd: string): Promise<string> => {
  const { stdout } = await run("/bin/sh", ["-c", command], { cwd, env: { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env["PATH"]}` } })
  return stdout
}
/** The packages under test are on no registry yet: their names become the files that would be published. All come along, because they need each other. */
const fromFiles = async (command: string): Promise<string> =>
  command.startsWith("npm install") ? `npm install --no-audit --no-fund --save-dev ${(await readdir(packs)).map((file) => join(packs, file)).join(" ")}` : command

/** Says what is in the data layer after a visitor consented and followed the call to action. */
const visit = async (folder: string): Promise<{ events: unknown[]; problems: unknown; errors: string[] }> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/"
    readFile(join(folder, path === "/" ? "index.html" : path)).then(
      (body) => response.writeHead(200, { "content-type": path.endsWith(".js") ? "text/javascript" : "text/html" }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const address = server.address()
  const browser = await chromium.launch({ executablePath: process.env["TAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
  try {
    const tab = await browser.newPage()
    await tab.route("https://www.googletagmanager.com/**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }))
    const errors: string[] = []
    tab.on("pageerror", (error) => errors.push(String(error)))
    await tab.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`)
    await tab.evaluate("tagwright.consent.update({ analytics: true })")
    await tab.click("a")
    const events = JSON.parse(String(await tab.evaluate("JSON.stringify(dataLayer.filter((m) => m.event_id).map(({ event_id, ...rest }) => rest))")))
    return { events, problems: await tab.evaluate("__tagwright.inspect().problems"), errors }
  } finally {
    await browser.close()
    server.close()
  }
}

const wanted = process.env["TAGWRIGHT_STARTERS"] === "all"
describe.skipIf(!wanted)(`D1.4 a bare starter, set up by following what tagwright init prints${wanted ? "" : " (not in every run, it packs and installs everything: npm run starters -w packages/tagwright)"}`, () => {
  const folders: string[] = []
  beforeAll(() => run(process.execPath, [join(root, "tools/pack.ts")], { cwd: root }), 5 * MINUTES)
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

  it.each(["eleventy", "vite"] as const)(
    "%s",
    async (generator) => {
      const { output, dependency } = starters[generator]
      const folder = await mkdtemp(join(tmpdir(), `tagwright-${generator}-`))
      folders.push(folder)
      await writeFile(join(folder, "package.json"), JSON.stringify({ name: "mine", private: true, type: "module", devDependencies: dependency }))
      await writeFile(join(folder, "index.html"), page)
      // `npx tagwright init` would fetch the command first.
      await shell(await fromFiles("npm install"), folder)
      const guide = await shell("npx tagwright init --yes", folder)
      const steps = guide.slice(guide.indexOf("next:\n") + 6).split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"))
      expect(steps).toHaveLength(3)
      for (const step of steps) await shell(await fromFiles(step), folder)
      const { events, problems, errors } = await visit(join(folder, output))
      expect(events).toMatchObject([
        { event: "page_view", page_path: "/", page_title: "Mine", test_mode: true },
        { event: "cta_click", section: "hero", link_text: "Go", test_mode: true },
      ])
      expect(problems).toEqual([])
      expect(errors).toEqual([])
      // The README's last step: the banner named, its own key declared, and every gate holds.
      await writeFile(join(folder, "index.html"), withBanner(page))
      const plan = join(folder, "tagwright.plan.ts")
      await writeFile(plan, planned(await readFile(plan, "utf8")))
      const verdict = await shell("npx tagwright run --once", folder)
      expect(verdict).toContain("verdict: pass")
      expect(await readdir(join(folder, ".tagwright/evidence"))).toContain("index.html")
    },
    10 * MINUTES,
  )
})
