import { join } from "node:path"
import { bundlePage } from "@tagwright/pages/bundle"

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Container preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css">
<script defer src="app.js"></script>
</head>
<body>
<noscript>The preview shows what happens as it happens, and needs scripts for that.</noscript>
<div id="app"></div>
</body>
</html>
`

/**
 * The debug page, path → text, for whoever serves it beside a site. Relative to itself it asks for `api/feed` (a `Feed`) and
 * for `api/stream` (server-sent events `item`, each a `FeedItem`), and posts to `api/clear`.
 */
export const debugFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const { script, style } = await bundlePage(join(import.meta.dirname, "page"))
  return new Map([["index.html", HTML], ["app.js", script], ["app.css", style]])
}
