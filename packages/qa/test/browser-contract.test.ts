import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { Fault } from "@tagwright/formats"
import { engineNames, type Browser, type EngineName, type Session, type Tab } from "../src/browser/port.ts"
import { engines } from "../src/browser/start.ts"
import { aheadSource, hookSource } from "../src/page/hook.ts"
import { allowScript, injectFirst } from "../src/page/inject.ts"
import type { Answer, Ask } from "../src/proxy/answer.ts"
import { createAuthority, type Authority } from "../src/proxy/certificate.ts"
import { hookPath, startProxy, type Proxy } from "../src/proxy/proxy.ts"

/** An engine's start takes seconds on a busy machine; nothing but a hang should end a test. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const hookAt = (aheadMs: number) => hookSource({ endpoint: hookPath, dataLayer: "dataLayer", timerMs: 2_500, timerRounds: 4, heldMs: 3_600_000, viewMs: 2_000, gpc: true, blockStorage: false, aheadMs })
let hook = hookAt(0)

const policy = "default-src 'self'; script-src 'sha256-aaaa'"
const pages: Record<string, string> = {
  "/": `<!doctype html><head><title>First</title></head><body><script>window.early = typeof window.__tagwright_hook; dataLayer = [{ event: "at_once" }]; document.cookie = "seen=1;path=/"</script>
<a id="next" href="/second">Next</a> <form id="f" action="/sent" method="post"><input name="n" id="n"></form><x-box></x-box><p id="hidden" hidden>Hidden</p>
<button id="leave" onclick="window.addEventListener('pagehide',()=>navigator.sendBeacon('https://vendor.example/bye','body of it'));location.href='/second'">Leave</button>
<script>n.oninput=()=>window.typed=(window.typed??0)+1;customElements.define("x-box",class extends HTMLElement{connectedCallback(){this.attachShadow({mode:"open"}).innerHTML="<button id=deep>Deep</button>";this.shadowRoot.querySelector("button").onclick=()=>window.deep=true}})</script></body>`,
  "/second": `<!doctype html><head><title>Second</title></head><body><p>Second</p></body>`,
  "/strict": `<!doctype html><head><title>Strict</title></head><body><p>Strict</p></body>`,
  "/smooth": `<!doctype html><head><title>Smooth</title><style>html{scroll-behavior:smooth}div{height:4000px}button{display:block;height:30px}</style></head><body><div></div>${Array.from({ length: 12 }, (_, at) => `<button id="b${at}" onclick="window.hit=(window.hit??[]).concat(this.id)">${at}</button>`).join("")}<div></div></body>`,
  "/dialog": `<!doctype html><head><title>Dialog</title></head><body><script>alert("hello")</script><p id="after">After</p></body>`,
}

const answerWith = (injects: boolean) => (ask: Ask): Answer => {
  if (ask.url.hostname !== "contract.example") return { status: 204, headers: { "access-control-allow-origin": "*" } }
  const html = pages[ask.url.pathname]
  if (html === undefined) return { status: 404, headers: { "content-type": "text/html" }, body: "<p>nothing</p>" }
  const headers = { "content-type": "text/html", "set-cookie": "server=1; Path=/; HttpOnly; Secure", ...(ask.url.pathname === "/strict" ? { "content-security-policy": injects ? policy : allowScript(policy, hook) } : {}) }
  return { status: 200, headers, body: injects ? html : injectFirst(html, hook) }
}

const origin = "https://contract.example"

/** Every engine has to do the same. One that this machine does not have is skipped with the reason. */
const contract = (name: EngineName) =>
  describe(`The browser port: ${name}`, () => {
    let authority: Authority
    let browser: Browser | undefined
    let missing = ""
    let session: Session
    let proxy: Proxy
    let tab: Tab
    const visitor = async (): Promise<{ proxy: Proxy; session: Session }> => {
      const own = await startProxy({ authority, answer: answerWith(browser?.injects === true) })
      return { proxy: own, session: await (browser as Browser).newSession({ proxyPort: own.port, initScript: hook }) }
    }

    beforeAll(async () => {
      authority = await createAuthority()
      try {
        browser = await engines[name](authority.spki)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        missing = error.message
        return
      }
      ;({ proxy, session } = await visitor())
      tab = await session.newTab()
    })
    afterAll(async () => {
      await session?.close()
      await browser?.close()
      await proxy?.close()
    })
    const holds = (title: string, check: () => Promise<void>) =>
      test(title, async (context) => {
        if (browser === undefined) return context.skip(missing)
        await check()
      })

    holds("tells its version, and opens a page of a host that only we answer", async () => {
      expect(browser?.version).toMatch(/^\d+\.\d+/)
      await tab.goto(`${origin}/`)
      expect(await tab.title()).toBe("First")
      expect(await tab.url()).toBe(`${origin}/`)
    })
    holds("the hook runs before the page's own scripts, sees its pushes, and the page sees no robot", async () => {
      const seen = await tab.evaluate((_: undefined) => ({ early: Reflect.get(window, "early"), robot: navigator.webdriver === true, gpc: Reflect.get(navigator, "globalPrivacyControl") }), undefined)
      expect(seen).toEqual({ early: "object", robot: false, gpc: true })
      await tab.evaluate(async (_: undefined) => window.__tagwright_hook?.quiet(1), undefined)
      await vi.waitFor(() => expect(proxy.notes.map(({ data }) => data)).toContainEqual({ event: "at_once" }), 10_000)
    })
    holds("evaluate hands over values, promises, and the absence of a value", async () => {
      expect(await tab.evaluate((n: number) => Promise.resolve({ twice: n * 2 }), 21)).toEqual({ twice: 42 })
      expect(await tab.evaluate((_: undefined) => undefined, undefined)).toBeUndefined()
      await expect(tab.evaluate((_: undefined) => { throw new Error("planted") }, undefined)).rejects.toThrow("planted")
    })
    holds("what is there, what is visible, and what is neither", async () => {
      expect([await tab.exists("#hidden"), await tab.shows("#hidden"), await tab.appears("#next", 1_000), await tab.appears("#nothing", 50), await tab.exists("#nothing")]).toEqual([true, false, true, false, false])
    })
    holds("clicks reach into shadow roots, and filling tells the page", async () => {
      await tab.click("#deep")
      await tab.fill("#n", "Grüße 1")
      await tab.focus("#n")
      expect(await tab.evaluate((_: undefined) => ({ deep: Reflect.get(window, "deep"), typed: Number(Reflect.get(window, "typed")) > 0, value: document.querySelector<HTMLInputElement>("#n")?.value, focus: document.activeElement?.id }), undefined)).toEqual({ deep: true, typed: true, value: "Grüße 1", focus: "n" })
    })
    holds("a click hits what it names on a page that scrolls smoothly", async () => {
      const other = await session.newTab()
      await other.goto(`${origin}/smooth`)
      for (const id of ["b3", "b9", "b0", "b11"]) {
        await other.scrollTo(`#${id}`)
        await other.click(`#${id}`)
        await other.evaluate((_: undefined) => scrollTo(0, 0), undefined)
      }
      expect(await other.evaluate((_: undefined) => Reflect.get(window, "hit"), undefined)).toEqual(["b3", "b9", "b0", "b11"])
      await other.close()
    })
    holds("cookies of script and server, the server's out of the script's reach", async () => {
      const cookies = await session.cookies()
      expect(cookies.map(({ name: cookie, httpOnly }) => [cookie, httpOnly]).toSorted()).toEqual([["seen", false], ["server", true]])
    })
    holds("a beacon sent while the page goes away arrives with its body", async () => {
      await tab.click("#leave")
      await vi.waitFor(async () => expect(await tab.title()).toBe("Second"), 10_000)
      await vi.waitFor(() => expect(proxy.seen.find(({ url }) => url.hostname === "vendor.example")?.body).toBe("body of it"), 10_000)
    })
    holds("back and reload", async () => {
      await tab.back()
      expect(await tab.title()).toBe("First")
      await tab.reload()
      expect(await tab.appears("#next", 5_000)).toBe(true)
    })
    holds("a strict policy does not keep the hook out", async () => {
      await tab.goto(`${origin}/strict`)
      expect(await tab.evaluate((_: undefined) => typeof window.__tagwright_hook, undefined)).toBe("object")
    })
    holds("a dialog does not hold the page up", async () => {
      await tab.goto(`${origin}/dialog`).catch(() => undefined)
      expect(await tab.appears("#after", 10_000)).toBe(true)
    })
    holds("a picture", async () => {
      const bytes = await tab.screenshot()
      expect([...bytes.subarray(0, 2)]).toSatisfy((start: number[]) => String(start) === "255,216" || String(start) === "137,80")
      expect(bytes.length).toBeGreaterThan(1_000)
    })
    holds("the page's clock can be moved on, its cookies are kept by the machine's, and one cookie can be taken away", async () => {
      const days = 200 * 86_400_000
      const ask = (_: undefined) => {
        document.cookie = `until=1;path=/;expires=${new Date(Date.now() + 86_400_000).toUTCString()}`
        return { now: Date.now(), made: new Date().getTime(), called: Date.parse(Date()), fixed: new Date(0).toISOString(), same: new Date() instanceof Date && new Date().constructor === Date, utc: Date.UTC(2026, 0, 1) }
      }
      const near = (moment: number, wanted: number) => expect(Math.abs(moment - wanted)).toBeLessThan(60_000)
      const fresh = await visitor()
      try {
        const own = await fresh.session.newTab()
        await own.goto(`${origin}/second`)
        near(await own.evaluate((_: undefined) => Date.now(), undefined), Date.now())
        await fresh.session.addScript(aheadSource(days))
        if (browser?.injects !== true) hook = hookAt(days)
        for (const open of [() => own.evaluate((ms: number) => window.__tagwright_hook?.setAhead(ms), days), () => own.goto(`${origin}/second`)]) {
          await open()
          const told = await own.evaluate(ask, undefined)
          for (const moment of [told.now, told.made, told.called]) near(moment, Date.now() + days)
          expect(told).toMatchObject({ fixed: "1970-01-01T00:00:00.000Z", same: true, utc: 1_767_225_600_000 })
        }
        const until = (await fresh.session.cookies()).find(({ name: cookie }) => cookie === "until")
        near((until?.expires ?? 0) * 1000, Date.now() + 86_400_000)
        await fresh.session.deleteCookie({ name: "until", domain: until?.domain ?? "" })
        expect((await fresh.session.cookies()).map(({ name: cookie }) => cookie)).toEqual(["server"])
      } finally {
        hook = hookAt(0)
        await fresh.session.close()
        await fresh.proxy.close()
      }
    })
    holds("a second tab is the same visitor; when all are closed, the next one still is", async () => {
      const second = await session.newTab()
      await second.goto(`${origin}/second`)
      expect((await session.cookies()).some(({ name: cookie }) => cookie === "seen")).toBe(true)
      await second.close()
      await tab.close()
      tab = await session.newTab()
      await tab.goto(`${origin}/second`)
      expect(await tab.evaluate((_: undefined) => document.cookie, undefined)).toBe("seen=1")
    })
    holds("another visitor starts with nothing", async () => {
      const other = await visitor()
      try {
        const fresh = await other.session.newTab()
        await fresh.goto(`${origin}/second`)
        expect(await fresh.evaluate((_: undefined) => document.cookie, undefined)).toBe("")
        expect(other.proxy.seen.length).toBeGreaterThan(0)
      } finally {
        await other.session.close()
        await other.proxy.close()
      }
    })
  })

// The others take half a minute more: npm run engines -w packages/qa
for (const name of process.env["TAGWRIGHT_ENGINES"] === undefined ? (["chromium", "chromium-mobile"] as const) : engineNames) contract(name)
