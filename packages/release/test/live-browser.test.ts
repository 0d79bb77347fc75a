import { createServer, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { liveFiles } from "../src/index.ts"
import { launch } from "./support/chromium.ts"

const types: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css" }

/** The live page and an inspection API that the test speaks for. */
const startFake = async () => {
  const files = await liveFiles("Northlight Studio")
  const events: object[] = []
  const deliveries: object[] = []
  const streams: Record<string, ServerResponse[]> = { "/ops/api/stream": [], "/ops/api/firings/stream": [] }
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://test")
    const stream = streams[pathname]
    if (stream !== undefined) {
      response.writeHead(200, { "content-type": "text/event-stream" })
      response.write(": listening\n\n")
      stream.push(response)
      return
    }
    if (pathname === "/ops/api/events") return void response.end(JSON.stringify({ events: events.slice(Number(searchParams.get("since"))) }))
    if (pathname === "/ops/api/firings") return void response.end(JSON.stringify({ firings: [{ event: "page_view", fired: [{ tag: "GA4 — page_view", status: "success", values: {} }], notFired: [] }] }))
    if (pathname === "/ops/api/deliveries") return void response.end(JSON.stringify({ deliveries }))
    const path = pathname === "/" ? "index.html" : pathname.slice(1)
    response.writeHead(files.has(path) ? 200 : 404, { "content-type": types[path.split(".").at(-1) ?? ""] ?? "text/plain" })
    response.end(files.get(path) ?? "")
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const { port } = server.address() as AddressInfo
  const tell = (path: string, text: string) => streams[path]?.forEach((response) => response.write(text))
  return {
    url: `http://127.0.0.1:${port}/`,
    store(event: string, params: object) {
      events.push({ seq: events.length + 1, id: `e${events.length}`, event, source: "browser", at: 1764000000000, params, testMode: true, choice: { analytics: true, marketing: false } })
      deliveries.push({ id: deliveries.length, eventId: `e${events.length - 1}`, destination: "crm", state: "delivered", attempts: 1 })
      tell("/ops/api/stream", `event: event\ndata: {}\n\n`)
    },
    fire: (record: object) => tell("/ops/api/firings/stream", `event: firing\ndata: ${JSON.stringify(record)}\n\n`),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

let browser: Browser
let fake: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  browser = await launch()
  fake = await startFake()
})
afterAll(async () => {
  fake.close()
  await browser.close()
})

it("shows an event with its deliveries and the container's firing as soon as they happen", async () => {
  const page = await browser.newPage()
  const faults: string[] = []
  page.on("pageerror", (error) => void faults.push(error.message))
  await page.goto(fake.url)
  await page.waitForSelector("text=Nothing stored yet")
  fake.store("lead_submit", { form_id: "lead", note: "<b>x</b>" })
  await page.waitForSelector("text=crm delivered")
  expect(await page.textContent("[role=status]")).toBe("1 event stored, 1 delivery done")
  await page.waitForSelector("text=GA4 — page_view")
  fake.fire({
    event: "lead_submit",
    fired: [{ tag: "GA4 — lead_submit", status: "success", values: { eventName: "generate_lead" } }],
    notFired: [{ tag: "Meta — lead_submit", reason: "consent", detail: "ad_storage denied" }],
  })
  await page.waitForSelector("text=GA4 — lead_submit")
  expect(await page.textContent(".columns")).toContain("Meta — lead_submit")
  await page.fill("input[type=search]", "purchase")
  await page.waitForSelector("text=Nothing stored yet")
  if (process.env["TAGWRIGHT_PICTURES"] !== undefined) {
    await page.fill("input[type=search]", "")
    await page.screenshot({ path: `${process.env["TAGWRIGHT_PICTURES"]}/live.png` })
  }
  expect(faults).toEqual([])
  await page.close()
})
