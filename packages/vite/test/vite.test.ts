import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { build, createServer, type InlineConfig } from "vite"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { tagwright, type TagwrightOptions } from "../src/index.ts"

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
  parameters: { cta_id: { type: "string", describe: "Which" } },
  events: { cta_click: { describe: "A click", on: { call: true }, required: ["cta_id"], to: ["ga4"] } },
}
const files = {
  "tagwright.plan.json": JSON.stringify(plan),
  "index.html": `<!doctype html><html><head><meta charset="utf-8"><title>Small</title></head><body><script type="module" src="/src/main.ts"></script></body></html>`,
  "src/main.ts": `import { track, leadId } from "virtual:tagwright"\ntrack("cta_click", { cta_id: leadId() })`,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-vite-"))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => write(files))

const write = async (all: Record<string, string>): Promise<void> => {
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}
const config = (options: TagwrightOptions, more: InlineConfig = {}): InlineConfig => ({ root: folder, configFile: false, logLevel: "silent", plugins: [tagwright(options)], ...more })
const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8")
const built = async (options: TagwrightOptions, more?: InlineConfig): Promise<string> => {
  await build(config(options, more))
  return read("dist/index.html")
}

describe("D1.4 the Vite plugin", () => {
  it("puts the kit and the test container first in the head, emits the kit, and writes the module's types", async () => {
    const html = await built({})
    expect(html).toMatch(/<head><meta charset="utf-8">\n<script src="\/tagwright\/kit\.js"><\/script>\n<script>[^<]*GTM-STAG001/)
    expect(await read("dist/tagwright/kit.js")).toContain("cta_click")
    expect(await read("src/tagwright.d.ts")).toContain('declare module "virtual:tagwright"')
  })

  it("puts nothing inline where a policy forbids it", async () => {
    const html = await built({ inline: false })
    expect(html).toContain('<script src="/tagwright/start.js"></script>')
    expect(html).not.toMatch(/<script>/)
    expect(await read("dist/tagwright/start.js")).toContain("GTM-STAG001")
  })

  it("follows base, environment and nonce", async () => {
    const html = await built({ environment: "production", nonce: "n0" }, { base: "/shop/" })
    expect(html).toContain('<script src="/shop/tagwright/kit.js" nonce="n0">')
    expect(html).toContain("GTM-PROD001")
  })

  it("is the whole kit where pages are left alone", async () => {
    const html = await built({ inject: false }, { build: { minify: false } })
    expect(html).not.toContain("kit.js")
    const asset = /src="\/(assets\/[^"]+)"/.exec(html)?.[1] ?? ""
    expect(await read(`dist/${asset}`)).toContain("wait_for_update")
  })

  it("leaves a page alone that has the kit already, as the Eleventy plugin leaves it", async () => {
    const once = await built({})
    await write({ "index.html": once.replace(/<script type="module"[^>]*><\/script>/, "") })
    expect(((await built({})).match(/kit\.js/g) ?? []).length).toBe(1)
  })

  it("stops with a sentence when the plan is wrong", async () => {
    await write({ "tagwright.plan.json": JSON.stringify({ ...plan, events: { cta_click: { ...plan.events.cta_click, to: ["ga5"] } } }) })
    await expect(built({})).rejects.toThrow(/ga5/)
  })

  it("serves kit and panel while developing, and reloads the page with the new plan", async () => {
    const server = await createServer(config({}, { server: { port: 0, host: "127.0.0.1" } }))
    try {
      await server.listen()
      const address = server.httpServer?.address()
      const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
      const text = async (path: string) => (await fetch(url + path, { headers: { accept: "text/html" } })).text()
      expect(await text("/")).toContain('src="/@tagwright/overlay.js"')
      expect(await text("/@tagwright/overlay.js")).toContain("attachShadow")
      expect(await text("/tagwright/kit.js")).not.toContain("second_click")
      expect(await text("/tagwright/kit.js")).toContain("Add it to the plan")
      const reloaded = new Promise<unknown>((told) => {
        server.ws.send = (message: unknown) => told(message)
      })
      await write({ "tagwright.plan.json": JSON.stringify({ ...plan, events: { ...plan.events, second_click: plan.events.cta_click } }) })
      server.watcher.emit("change", join(folder, "tagwright.plan.json"))
      expect(await reloaded).toMatchObject({ type: "full-reload" })
      expect(await text("/tagwright/kit.js")).toContain("second_click")
    } finally {
      await server.close()
    }
  })
})
