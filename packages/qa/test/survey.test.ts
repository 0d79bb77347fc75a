import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { appSite, baseSite } from "./odd-sites.ts"
import { survey } from "./survey.ts"

/** Whole sites with a browser of their own: only a hang should end it. */
vi.setConfig({ testTimeout: 300_000 })

describe("A site without a plan is walked to its end, whatever its pages do", () => {
  test("a folder built for another path, shown under its own name", async () => {
    const site = baseSite()
    const seen = await survey(site).finally(site.remove)
    expect(seen.outcomes).toEqual({ "/docs/": "walked", "/docs/second/": "walked" })
    expect(seen.records).toContain("https://docs.sample.example/docs/app.js")
  })

  test("a folder whose pages lie deeper begins at the first of them, and no page is told that nobody made", async () => {
    const folder = mkdtempSync(join(tmpdir(), "deep-site-"))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, "examples"))
    for (const [name, title] of [["b.html", "Second"], ["a.html", "First"]] as const)
      writeFileSync(join(folder, "examples", name), `<!doctype html><html lang="en"><head><title>${title}</title></head><body><p>${title}</p><a href="a.html">First</a></body></html>`)
    expect((await survey({ folder })).outcomes).toEqual({ "/examples/a.html": "walked", "/examples/b.html": "walked" })
  })

  test("an application of one document behind a redirect, with routes, a service worker and a strict policy", async () => {
    const site = await appSite()
    const seen = await survey(site).finally(site.close)
    expect(seen.outcomes).toEqual({ "/": "redirected: to /app/one", "/app/one": "walked", "/app/two": "walked" })
    expect(seen.measured).toEqual({ "/app/one One": "nav_click", "/app/one Two": "nav_click", "/app/one Only on one": "one_click", "/app/two One": "nav_click", "/app/two Two": "nav_click", "/app/two Only on two": "two_click" })
  })

  test("a site that is not there gives one sentence", async () => {
    await expect(survey({ folder: "/nowhere/at/all" })).rejects.toThrow("there is no built site")
    await expect(survey({ folder: join(import.meta.dirname, "../src") })).rejects.toThrow("no HTML page is in")
  })
})
