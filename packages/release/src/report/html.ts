import type { Decision } from "@tagwright/formats"

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

/** A value as a script may hold it: no sequence that ends the script or is a line end to older engines. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")

/** Without scripts the verdicts can still be read. */
const withoutScripts = (decision: Decision | undefined): string =>
  decision === undefined
    ? "<p>This evidence has not been judged yet. Its records stand in <a href=\"records.ndjson\">records.ndjson</a>.</p>"
    : `<h1>Verdict: ${decision.verdict}</h1><table><tr><th>Gate</th><th>Verdict</th><th>Looked at</th></tr>${decision.gates
        .map(({ id, title, verdict, summary }) => `<tr><td>${id} ${escapeHtml(title)}</td><td>${verdict}</td><td>${escapeHtml(summary)}</td></tr>`)
        .join("")}</table>`

interface Page {
  title: string
  scripts: string[]
  connects: boolean
  noscript: string
}

/** Nothing but the folder's own files: no inline script or style, no network. `connects`: the live page asks its own server. */
const shell = ({ title, scripts, connects, noscript }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'${connects ? "; connect-src 'self'" : ""}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="report/app.css">
${scripts.map((path) => `<script defer src="${path}"></script>`).join("\n")}
</head>
<body>
<noscript>${noscript}</noscript>
<div id="app"></div>
</body>
</html>
`

export const reportHtml = (title: string, decision: Decision | undefined): string =>
  shell({ title: `${title} — Tagwright report`, scripts: ["report/app.js", "report/data/summary.js"], connects: false, noscript: withoutScripts(decision) })

export const liveHtml = (title: string): string =>
  shell({ title: `${title} — live`, scripts: ["report/live.js"], connects: true, noscript: "<p>The live view needs scripts.</p>" })
