import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { execFile } from "node:child_process"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const run = promisify(execFile)
const eleventy = join(import.meta.dirname, "../../../node_modules/@11ty/eleventy/cmd.cjs")
const plugin = join(import.meta.dirname, "../src/index.ts")

const plan = {
  site: {
    name: "Small",
    environments: {
      production: { hosts: ["small.example"], gtm: "GTM-PROD001", ga4: "G-PROD0001", server: "/t" },
      staging: { hosts: ["localhost"], gtm: "GTM-STAG001", ga4: "G-STAG0001", server: "/t", testMode: true },
    },
  },
  consent: {
    categories: {
      necessary: { grants: ["security_storage", "functionality_storage"], always: true },
      analytics: { grants: ["analytics_storage"] },
      marketing: { grants: ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"] },
    },
    banner: { cmp: "custom" },
  },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4" } },
  parameters: { cta_id: { type: "string", oneOf: ["top", "end"], describe: "Which" } },
  events: { cta_click: { describe: "A click", on: { click: "[data-tw-event=cta_click]" }, required: ["cta_id"], to: ["ga4"] } },
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-eleventy-"))
})
afterAll(() => rm(folder, { recursive: true }))

/** Builds a site made of these files with the real Eleventy, in its own process. */
const build = async (files: Record<string, string>, options: object = {}): Promise<{ code: number; output: string; page: string; kit: string }> => {
  const all = {
    "tagwright.plan.json": JSON.stringify(plan),
    "eleventy.config.mjs": `import tagwright from ${JSON.stringify(plugin)}\nexport default (config) => { config.addPlugin(tagwright, ${JSON.stringify(options)}) }`,
    ...files,
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const read = (name: string): Promise<string> => readFile(join(folder, "_site", name), "utf8").catch(() => "")
  const result = await run(process.execPath, [eleventy], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, output: error.stdout + error.stderr }),
  )
  return { ...result, page: await read("index.html"), kit: await read("tagwright/kit.js") }
}

const page = (body: string): string => `<!doctype html><html><head><meta charset="utf-8"><title>Small</title></head><body class="a">${body}</body></html>`

describe("D1.4 the Eleventy plugin", () => {
  it("makes no pages of the bundle's documents", async () => {
    await build({ "index.html": page(""), ".tagwright/guide.md": "# Ours", "guide.md": "# Theirs" })
    expect(await readdir(join(folder, "_site"))).toContain("guide")
    expect(await readdir(join(folder, "_site"))).not.toContain(".tagwright")
  })

  it("puts the kit and the test container first in the head, after the charset, and writes the kit", async () => {
    const { page: html, kit } = await build({ "index.html": page("<p>Hi</p>") })
    expect(html).toMatch(/<head><meta charset="utf-8">\n<script src="\/tagwright\/kit\.js"><\/script>\n<script>[^<]*GTM-STAG001/)
    // The frame would load Tag Manager whatever the visitor wants: in basic mode it is left out.
    expect(html).not.toContain("noscript")
    expect(kit).toContain("cta_click")
  })

  it("puts nothing inline where a policy forbids it", async () => {
    const { page: html } = await build({ "index.html": page("") }, { inline: false })
    expect(html).toContain('<script src="/tagwright/start.js"></script>')
    expect(html).not.toContain("<script>")
    expect(await readFile(join(folder, "_site/tagwright/start.js"), "utf8")).toContain("GTM-STAG001")
  })

  it("takes the environment and the nonce it is given", async () => {
    const { page: html } = await build({ "index.html": page("") }, { environment: "production", nonce: "r4nd0m" })
    expect(html).toContain("GTM-PROD001")
    expect(html.match(/<script[^>]* nonce="r4nd0m"/g)).toHaveLength(2)
  })

  it("writes an event's attributes from the shortcode, and gives templates the policy the tags need", async () => {
    const { page: html } = await build({ "index.njk": page(`<a {% tw "cta_click", { cta_id: "top" } %}>Go</a><i>{{ tagwright.csp | safe }}</i>`) })
    expect(html).toContain(`<a data-tw-event="cta_click" data-tw-param-cta_id="top">`)
    expect(html).toContain("script-src 'self' https://www.googletagmanager.com")
  })

  it.each([
    ["an event the plan does not have", `{% tw "cta_clik" %}`, `no event "cta_clik"`],
    ["a parameter the event does not have", `{% tw "cta_click", { ctaid: "top" } %}`, `no parameter "ctaid"`],
    ["a value the plan does not allow", `{% tw "cta_click", { cta_id: "middle" } %}`, "Use one of top, end"],
  ])("stops the build at %s and says what would be right", async (_, shortcode, sentence) => {
    const { code, output } = await build({ "index.njk": page(`<a ${shortcode}>Go</a>`) })
    expect(code).not.toBe(0)
    expect(output).toContain(sentence)
  })

  it("stops the build at an unknown environment", async () => {
    const { code, output } = await build({ "index.njk": page("") }, { environment: "prod" })
    expect(code).not.toBe(0)
    expect(output).toContain('no environment "prod"')
  })
})
