import { execFile } from "node:child_process"
import { mkdtemp, readFile, readdir } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { extname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const run = promisify(execFile)
export const studio = fileURLToPath(new URL("../../", import.meta.url))

/** The same two steps as `npm run build`, into a folder of its own. */
export const buildSite = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "studio-"))
  await run("npx", ["--no-install", "vite", "build", "--logLevel", "warn", "--outDir", folder, "--emptyOutDir"], { cwd: studio })
  await run("npx", ["--no-install", "eleventy", "--quiet", `--output=${folder}`], { cwd: studio })
  return folder
}

/** Path → bytes, of every file. */
export const filesOf = async (folder: string): Promise<Map<string, Buffer>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = await Promise.all(paths.toSorted().map(async (path) => [path.slice(folder.length), await readFile(path)] as const))
  return new Map(files)
}

const types: Record<string, string> = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" }

export const serveSite = async (folder: string): Promise<{ url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site")
    const path = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname)
    readFile(path).then(
      (bytes) => response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}
