import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"

const page = join(import.meta.dirname, "page")

const script = async (): Promise<string> => {
  const entry = import.meta.url.endsWith(".ts") ? "main.tsx" : "main.js"
  const made = await build({
    entryPoints: [join(page, entry)], bundle: true, minify: true, write: false, format: "iife", target: ["es2022"], jsx: "automatic", jsxImportSource: "preact",
    legalComments: "none", logLevel: "silent",
  })
  return made.outputFiles[0]?.text ?? ""
}

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
export const debugFiles = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([["index.html", HTML], ["app.js", await script()], ["app.css", await readFile(join(page, "style.css"), "utf8")]])
