import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const page = (body: string, head = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Odd</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`

/** Writes the files of a site into a folder of its own. */
const folderOf = (files: Record<string, string>): { folder: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "odd-site-"))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Pages that misbehave in every way a page can by itself. */
export const hostileSite = () =>
  folderOf({
    "index.html": page(`<h1>Hostile</h1>
<a href="/dialogs/">Dialogs</a> <a href="/loop/">Loop</a> <a href="/broken-link/">Nothing there</a> <a href="/away/">Away</a> <a href="/feed">Feed</a>
<a href="/throws/">Throws</a> <a href="/embedded/">Embedded</a> <a href="/polls/">Polls</a> <a href="https://elsewhere.example/">Elsewhere</a> <a href="/form/">Form</a>
<a href="mailto:someone@site.example">Write</a> <a href="javascript:void 0">Script</a> <a href="/file.pdf">File</a> <a href="http://[bad">Bad address</a> <a href="/turned/">Turned</a>`),
    "dialogs/index.html": page(`<button id="a" onclick="alert('hello')">Alert</button><button id="b" onclick="confirm('sure?');prompt('who?')">Ask</button>
<button id="w" onclick="open('https://elsewhere.example/')">Window</button><button id="p" onclick="print()">Print</button><button id="c" onclick="dataLayer.push({event:'after_dialogs'})">Counted</button>
<script>window.dataLayer=[];alert("at once");addEventListener("beforeunload",e=>{e.preventDefault();e.returnValue="x"})</script>`),
    "loop/index.html": page(`<button id="stop">Never ends</button><script>document.getElementById("stop").onclick=()=>{for(;;);}</script>`),
    "away/index.html": page(`<script>location.replace("https://elsewhere.example/landing")</script>`),
    "turned/index.html": page(`<meta http-equiv="refresh" content="0;url=/form/">`),
    "feed": `{"not":"a page"}`,
    "throws/index.html": page(`<button onclick="nobody.knows()">Throws</button><button id="ok" onclick="dataLayer.push({event:'still_counted'})">Fine</button><script>window.dataLayer=[];setTimeout(()=>{throw new Error("planted mistake")},10);Promise.reject(new Error("planted rejection"))</script>`),
    "embedded/index.html": page(`<iframe src="/frame/" title="frame"></iframe><iframe src="https://video.example/embed" title="film"></iframe><x-card></x-card>
<svg width="40" height="40"><a href="/form/"><rect width="40" height="40"/></a></svg><details><summary>More</summary><button>Inside</button></details>
<script>window.dataLayer=[];customElements.define("x-card",class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:"open"});r.innerHTML="<button>In the shadow</button>";r.querySelector("button").onclick=()=>dataLayer.push({event:"card_click"})}})</script>`),
    "frame/index.html": page(`<button onclick="parent.dataLayer.push({event:'frame_click'})">In the frame</button>`),
    "polls/index.html": page(`<button>Still here</button><script>setInterval(()=>fetch("/feed"),50)</script>`),
    "form/index.html": page(`<form method="get" action="/form/"><label>E-mail <input type="email" name="email" required></label><input type="file" name="cv"><input type="date" name="day"><select name="s"><option>a</option></select><button>Send</button></form>
<form id="own"><input name="q"><button>Search</button></form><script>document.getElementById("own").addEventListener("submit",e=>{e.preventDefault();document.body.innerHTML="<p>replaced</p>"})</script>`),
  })

/** A page with thousands of elements, one that never ends, and a consent banner nobody knows. */
export const hugeSite = () =>
  folderOf({
    "index.html": page(`<div class="cookie-notice" style="position:fixed;bottom:0">We use cookies. <button onclick="window.ok=1;this.parentNode.remove();fetch('https://tracker.example/after')">Accept all</button> <button>Decline</button></div><a href="/many/">Many</a> <a href="/endless/">Endless</a><img src="https://tracker.example/before.gif" alt="">`),
    "many/index.html": page(Array.from({ length: 3000 }, (_, i) => `<a href="/many/?n=${i}" onclick="(window.dataLayer=window.dataLayer||[]).push({event:'item_click'})">Item ${i}</a>`).join(" ")),
    "endless/index.html": page(`<main id="m"></main><script>let n=0;const add=()=>{for(let i=0;i<20;i++){const b=document.createElement("button");b.textContent="Row "+n++;b.style.cssText="display:block;height:60px";m.append(b)}};add();new IntersectionObserver(es=>es.some(e=>e.isIntersecting)&&add()).observe(document.body.appendChild(document.createElement("div")))</script>`),
  })

/** Built for a path that is not the root, with its own name in the canonical link. */
export const baseSite = () =>
  folderOf({
    "index.html": page(`<a href="/docs/second/">Second</a><img src="/docs/a.svg" alt=""><script src="/docs/app.js"></script>`, `<link rel="canonical" href="https://docs.sample.example/docs/">`),
    "second/index.html": page(`<a href="/docs/">Back</a>`),
    "app.js": "document.title='loaded'",
    "a.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
  })

/** An application of one document: routes by pushState, a service worker that answers everything, and elements that replace each other. */
const app = page(`<nav><a href="/app/one" data-r>One</a> <a href="/app/two" data-r>Two</a></nav><main id="v"></main><script>
window.dataLayer=[{event:"boot"}]
const show=()=>{v.innerHTML=location.pathname.endsWith("two")?"<button id=t>Only on two</button>":"<button id=o>Only on one</button>";dataLayer.push({event:"page_view",page:location.pathname});document.querySelector("#v button").onclick=e=>dataLayer.push({event:e.target.id==="t"?"two_click":"one_click"})}
document.addEventListener("click",e=>{const a=e.target.closest("[data-r]");if(a){e.preventDefault();history.pushState({},"",a.getAttribute("href"));dataLayer.push({event:"nav_click"});show()}})
addEventListener("popstate",show);show();navigator.serviceWorker&&navigator.serviceWorker.register("/sw.js",{scope:"/"}).catch(()=>{})
</script>`)
const worker = `self.addEventListener("install",()=>skipWaiting());self.addEventListener("activate",e=>e.waitUntil(clients.claim()));self.addEventListener("fetch",e=>e.respondWith(fetch(e.request)))`

const answer: RequestListener = (ask, reply) => {
  const path = (ask.url ?? "/").split("?", 1)[0] ?? "/"
  const send = (status: number, type: string, body: string, more: Record<string, string> = {}) => {
    reply.writeHead(status, { "content-type": type, ...more })
    reply.end(body)
  }
  if (path === "/") return send(302, "text/plain", "", { location: "/app/one" })
  if (path === "/sw.js") return send(200, "text/javascript", worker)
  if (path.startsWith("/app/")) return send(200, "text/html", app, { "content-security-policy": "connect-src https://api.example" })
  return send(500, "text/html", page("<p>broken</p>"))
}

/** Serves the application on a free port. */
export const appSite = async (): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => new Promise((done) => void server.close(() => done())) }
}
