import type { PlanInput } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { itExcept } from "./support/launch.ts"
import { choose, html, messages } from "./support/pages.ts"
import { shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const text = { type: "string", describe: "text" } as const
const url = { type: "url", describe: "link" } as const
const number = { type: "integer", describe: "number" } as const
/** A site of several hosts, with what the shop does not use. */
const wide: PlanInput = {
  ...shop,
  parameters: { page_path: text, page_title: text, link_url: url, link_domain: text, file_name: text, file_extension: text, video_percent: number, video_title: text, video_url: url },
  events: {
    page_view: { describe: "view", on: { load: true, history: true }, required: ["page_path", "page_title"], to: ["ga4"] },
    move: { describe: "move", on: { history: true }, required: ["page_path"], to: ["ga4"] },
    leave: { describe: "outbound", on: { outbound: true }, required: ["link_url", "link_domain"], to: ["ga4"] },
    file_download: { describe: "file", on: { download: ["pdf", "zip"] }, required: ["file_name"], optional: ["file_extension"], to: ["ga4"] },
    film: { describe: "film", on: { media: "audio", at: [0, 50, 100] }, required: ["video_percent"], optional: ["video_title", "video_url"], to: ["ga4", "crm"] },
  },
  identity: { domains: ["localhost", "pay.example"], links: "LINK_KEY" },
  pages: {},
}
const w = world(wide)
const all = ["necessary", "analytics", "marketing"]

const open = async (body: string, path = "/") => {
  w.site.pages.set(path.split("?")[0] ?? "", html(body))
  const visitor = await w.visitor()
  await visitor.page.goto(w.site.url + path)
  await choose(visitor.page, all)
  const events = async () => (await messages(visitor.page)).filter(({ event }) => event !== "page_view").map(({ test_mode: _, ...rest }) => rest)
  return { ...visitor, events }
}
/** Uses links without leaving the page. */
const STAY = `for (const type of ["click", "auxclick", "contextmenu"]) addEventListener(type, (event) => event.preventDefault())`

describe("D1.2 links, files, media and moves within a page", () => {
  it("tells links that lead away from those within the site and its other hosts", async () => {
    const { page, events } = await open(`<a id="in" href="/a">In</a><a id="own" href="https://shop.example/b">Own</a><a id="pay" href="https://pay.example/">Pay</a>
      <a id="mail" href="mailto:x@y.example">Mail</a><a id="out" href="https://else.example/c?mail=ada@example.com"><b>Out</b></a>`)
    await page.evaluate(STAY)
    for (const id of ["in", "own", "pay", "mail", "out b"]) await page.click(`#${id}`)
    expect(await events()).toEqual([{ event: "leave", link_url: "https://else.example/c?mail=[redacted]", link_domain: "else.example" }])
  })

  itExcept({ webkit: "its driver lets every button's press end in a click of the first" })("hears the middle button, and not the one that opens a menu", async () => {
    const { page, events } = await open(`<a href="https://else.example/">Out</a>`)
    await page.evaluate(STAY)
    await page.click("a", { button: "right" })
    await page.click("a", { button: "middle" })
    expect(await events()).toHaveLength(1)
  })

  it("tells downloads by ending, whatever the query, and by the attribute", async () => {
    const { page, events } = await open(`<a id="a" href="/files/Price%20list.PDF?v=2">List</a><a id="b" href="/made" download>Made</a><a id="c" href="/pdf">Page</a>`)
    await page.evaluate(STAY)
    for (const id of ["a", "b", "c"]) await page.click(`#${id}`)
    expect(await events()).toEqual([
      { event: "file_download", file_name: "Price%20list.PDF", file_extension: "pdf" },
      { event: "file_download", file_name: "made" },
    ])
  })

  it("tells the progress of a sound, each mark once", async () => {
    const { page, events } = await open(`<audio muted title="Friday"></audio>`)
    await page.evaluate(async () => {
      const samples = 4_000
      const bytes = new Uint8Array(44 + samples).fill(128)
      const view = new DataView(bytes.buffer)
      ;[0x52494646, 0x57415645, 0x666d7420].forEach((word, at) => view.setUint32([0, 8, 12][at] ?? 0, word))
      ;[36 + samples, 16, 0x10001, 8_000, 8_000, 0x80001].forEach((word, at) => view.setUint32([4, 16, 20, 24, 28, 32][at] ?? 0, word, true))
      view.setUint32(36, 0x64617461)
      view.setUint32(40, samples, true)
      const audio = document.querySelector("audio")
      if (!audio) return
      audio.src = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }))
      for (const _ of [1, 2]) {
        const ended = new Promise((done) => audio.addEventListener("ended", done, { once: true }))
        await audio.play()
        await ended
      }
    })
    expect((await events()).map((e) => [e["video_percent"], e["video_title"]])).toEqual([0, 50, 100].map((mark) => [mark, "Friday"]))
  })

  it("tells views that come without a page load, once per address, with the title that the router sets", async () => {
    const { page } = await open("")
    await page.evaluate(() => {
      history.pushState(null, "", "/two")
      document.title = "Two"
    })
    await expect.poll(() => messages(page)).toContainEqual({ event: "page_view", page_path: "/two", page_title: "Two", test_mode: true })
    await page.evaluate(() => {
      history.replaceState({ scroll: 3 }, "")
      location.hash = "section"
      history.pushState(null, "", "#/route")
    })
    await expect.poll(async () => (await messages(page)).filter(({ event }) => event === "move").length).toBe(2)
    await page.evaluate("history.back()")
    await expect.poll(async () => (await messages(page)).filter(({ event }) => event === "move").length).toBe(3)
  })

  it("leaves errors of the History API to the page", async () => {
    const { page } = await open("")
    expect(await page.evaluate(() => {
      try {
        return history.pushState(null, "", "https://else.example/")
      } catch (error) {
        return error instanceof DOMException && error.name
      }
    })).toBe("SecurityError")
  })
})

describe("T3 one person on several hosts", () => {
  it("takes the lead_id along to another host of the site, keeps it there, and cleans the address", async () => {
    const { page } = await open(`<a href="${w.site.url.replace("127.0.0.1", "localhost")}/shop?x=1">Shop</a>`)
    const id = await page.evaluate("tagwright.leadId()")
    w.site.pages.set("/shop", html(""))
    await page.click("a")
    await page.waitForURL(/localhost/)
    expect(await page.evaluate("[location.search, tagwright.leadId()]")).toEqual(["?x=1", id])
    await choose(page, all)
    await page.reload()
    expect(await page.evaluate("tagwright.leadId()")).toBe(id)
  })

  it.each(["get", "post"])("takes it along with a form, method %s, but not where a button sends the form elsewhere", async (method) => {
    const there = `${w.site.url.replace("127.0.0.1", "localhost")}/shop?x=1`
    const { page } = await open(`<form method="${method}" action="${there}"><input name="action" value="buy"><input name="method" value="card"><button id="go">Go</button><button id="else" formaction="${w.site.url}/next">Else</button></form>`)
    const id = await page.evaluate("tagwright.leadId()")
    w.site.pages.set("/shop", html(""))
    w.site.pages.set("/next", html(""))
    await page.click("#else")
    await page.waitForURL(/next/)
    expect(await page.evaluate("location.search")).not.toContain("tw_id")
    await page.goto(w.site.url)
    await page.click("#go")
    await page.waitForURL(/localhost/)
    expect(await page.evaluate("[location.search, tagwright.leadId()]")).toEqual([method === "post" ? "?x=1" : "?action=buy&method=card", id])
  })

  it("takes no id from a link that is old, copied, or from elsewhere", async () => {
    const { page } = await open("")
    const own = await page.evaluate("tagwright.leadId()")
    const now = Date.now().toString(36)
    const old = (Date.now() - 180_000).toString(36)
    for (const [value, referer] of [[`stranger-id.${now}`, undefined], [`stranger-id.${now}`, "https://else.example/"], [`stranger-id.${old}`, `${w.site.url}/`]] as const) {
      w.site.pages.set("/shop", html("", referer && `<script>Object.defineProperty(document, "referrer", { value: "${referer}" })</script>`))
      await page.goto(`${w.site.url}/shop?tw_id=${value}`)
      expect(await page.evaluate("[location.search, tagwright.leadId()]")).toEqual(["", own])
    }
  })

  it("sends no id along without consent", async () => {
    w.site.pages.set("/", html(`<a href="${w.site.url.replace("127.0.0.1", "localhost")}/shop">Shop</a>`))
    w.site.pages.set("/shop", html(""))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    const id = await page.evaluate("tagwright.leadId()")
    await page.click("a")
    await page.waitForURL(/localhost/)
    expect(await page.evaluate("tagwright.leadId()")).not.toBe(id)
  })

  it("hands a signed link's token to the server once something was consented to, and takes it out of the address", async () => {
    w.site.pages.set("/", html(""))
    const { page } = await w.visitor()
    await page.goto(`${w.site.url}/?tw_link=token.x&utm_source=letter`)
    expect(await page.evaluate("location.search")).toBe("?utm_source=letter")
    expect(JSON.stringify(w.site.batches)).not.toContain("token.x")
    await choose(page, all)
    await expect.poll(() => w.site.batches.map((b) => b.shared.link), { timeout: 10_000 }).toContain("token.x")
  })
})

describe("T3 a campaign on a link within the site", () => {
  it("is reported and does not overwrite where the visitor came from", async () => {
    const { page } = await open(`<a href="/next?utm_source=banner&utm_campaign=own">Next</a>`, "/?utm_source=news")
    w.site.pages.set("/next", html(""))
    await page.click("a")
    await page.waitForURL(/next/)
    expect(await page.evaluate("__tagwright.inspect().touches.last.params")).toEqual({ utm_source: "news" })
    expect(await page.evaluate("__tagwright.inspect().problems")).toEqual([{ code: "internal campaign", detail: "utm_source" }])
  })
})
