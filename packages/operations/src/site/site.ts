import { marked, Renderer } from "marked"
import { SCRIPT } from "./script.ts"
import { STYLE } from "./style.ts"

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** Text of a plan is no HTML; links between pages lead to pages of the site. */
const rendererFor = (): Renderer => {
  const renderer = new Renderer()
  renderer.html = ({ text }) => escapeHtml(text)
  const { link } = renderer
  renderer.link = function (token) {
    return link.call(this, { ...token, href: /^[a-z]+:/i.test(token.href) ? (/^(https?|mailto):/.test(token.href) ? token.href : "#") : token.href.replace(/\.md$/, ".html") })
  }
  return renderer
}

const titleOf = (path: string, text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? path
const htmlPath = (path: string): string => (path === "README.md" ? "index.html" : path.replace(/\.md$/, ".html"))

const groupOf = (path: string): string => {
  const names: Record<string, string> = { alerts: "Alerts", "dead-letters": "Dead letters", findings: "Findings", integrations: "Integrations", catalog: "Catalogs", privacy: "Privacy", training: "Training" }
  const folder = path.split("/").at(-2)
  return folder === undefined || folder === "runbooks" ? "Overview" : (names[folder] ?? folder)
}

const navigation = (pages: readonly [string, string][], current: string, up: string): string =>
  [...Map.groupBy(pages, ([path]) => groupOf(path))]
    .map(([group, own]) => {
      const items = own.map(([path, text]) => `<li><a href="${up}${htmlPath(path)}"${path === current ? ' aria-current="page"' : ""}>${escapeHtml(titleOf(path, text))}</a></li>`).join("")
      return `<details${own.some(([path]) => path === current) ? " open" : ""}><summary>${escapeHtml(group)}</summary><ul>${items}</ul></details>`
    })
    .join("")

/** Wide tables scroll by themselves, by keyboard too; a screen reader hears which one it is in. */
const scrollingTables = (body: string): string => {
  let number = 0
  return body.replaceAll("<table>", () => `<div class="wide" tabindex="0" role="region" aria-label="Table ${++number}"><table>`).replaceAll("</table>", "</table></div>")
}

/** A static site of Markdown pages: opens from disk, asks no network, prints well (the browser makes the PDF). */
export const siteFiles = (siteName: string, documents: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const pages = [...documents].filter(([path]) => path.endsWith(".md"))
  const renderer = rendererFor()
  const files = pages.map(([path, text]): [string, string] => {
    const up = "../".repeat(path.split("/").length - 1)
    const body = marked.parse(text, { renderer, async: false })
    return [
      htmlPath(path),
      `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(titleOf(path, text))} – ${escapeHtml(siteName)}</title>
<link rel="stylesheet" href="${up}style.css">
</head>
<body data-up="${up}">
<a class="skip" href="#content">Skip to the text</a>
<header><a class="home" href="${up}index.html">${escapeHtml(siteName)}</a><search><label for="query">Search</label><input id="query" type="search" autocomplete="off" placeholder="alert, code, event …"><ul id="results" aria-live="polite" hidden></ul></search></header>
<div class="columns"><nav aria-label="Pages">${navigation(pages, path, up)}</nav><main id="content">${scrollingTables(body)}</main></div>
<script src="${up}words.js"></script><script src="${up}site.js"></script>
</body>
</html>
`,
    ]
  })
  const words = pages.map(([path, text]) => ({ path: htmlPath(path), title: titleOf(path, text), text: text.replaceAll(/[`#|*\n-]+/g, " ").replaceAll(/\s+/g, " ") }))
  return new Map([...files, ["words.js", `window.tagwrightPages = ${JSON.stringify(words).replaceAll("<", "\\u003c")}\n`], ["site.js", SCRIPT], ["style.css", STYLE]])
}
