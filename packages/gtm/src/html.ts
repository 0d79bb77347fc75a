const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
/** Text for HTML content and quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

/** The look that catalog and diff pages share: readable, light or dark as the reader's system is, nothing loaded from anywhere. */
const style = `
:root { color-scheme: light dark; --fg: #1c2330; --dim: #59616f; --bg: #fff; --panel: #f5f6f8; --line: #dcdfe5; --accent: #1f5fbf; --add: #12682f; --del: #a3242b; }
@media (prefers-color-scheme: dark) { :root { --fg: #e6e9ef; --dim: #a2abba; --bg: #14181f; --panel: #1c222b; --line: #313946; --accent: #86b4ff; --add: #6fd08d; --del: #ff9a9e; } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg) }
main, header { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem }
h1 { font-size: 1.6rem; margin: .5rem 0 } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 0 }
p.lead, .dim { color: var(--dim) }
a { color: var(--accent) } a:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600; color: var(--dim) }
.scroll { overflow-x: auto }
`

/** A complete page that needs nothing but itself. `script` runs inline; the page works without it. */
export const page = ({ title, body, extraStyle = "", script = "" }: { title: string; body: string; extraStyle?: string; script?: string }): string =>
  [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}${extraStyle}</style>`,
    "</head>",
    "<body>",
    body,
    ...(script === "" ? [] : [`<script>${script}</script>`]),
    "</body>",
    "</html>",
    "",
  ].join("\n")
