/**
 * Packs every package as it would be published: `dist/packs/<name>-<version>.tgz`. Node strips types only outside
 * node_modules, so a package that is installed must be JavaScript. `npm install dist/packs/*.tgz` in a site uses them.
 */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { buildInto } from "../packages/dashboard/build.ts"
import { layers } from "./layers.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const staged = join(root, "dist", "packed")
const packs = join(root, "dist", "packs")

interface Manifest {
  exports: Record<string, string>
  files: string[]
  bin?: Record<string, string>
}

const compile = () => {
  rmSync(staged, { recursive: true, force: true })
  execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.pack.json"], { cwd: root, stdio: "inherit" })
}

/** Points what names a source at what was compiled from it. */
const javascript = (path: string) => path.replace(/\.tsx?$/, ".js")

const stage = (name: string) => {
  const from = join(root, "packages", name)
  const to = join(staged, name)
  const manifest: Manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8"))
  const exports = Object.fromEntries(
    Object.entries(manifest.exports).map(([key, file]) => [key, /\.tsx?$/.test(file) ? { types: file.replace(/\.tsx?$/, ".d.ts"), default: javascript(file) } : file]),
  )
  writeFileSync(join(to, "package.json"), `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`)
  for (const extra of ["bin", "assets", "plan.schema.json", "deploy"]) if (existsSync(join(from, extra))) cpSync(join(from, extra), join(to, extra), { recursive: true })
  // Sheets and markup beside the sources are read at run time.
  cpSync(join(from, "src"), join(to, "src"), { recursive: true, filter: (path) => statSync(path).isDirectory() || /\.(?:css|html|svg)$/.test(path) })
  cpSync(join(root, "LICENSE"), join(to, "LICENSE"))
  for (const file of readdirSync(to, { recursive: true, encoding: "utf8" }).filter((one) => one.endsWith(".js"))) rewrite(join(to, file))
}

/** The compiler rewrites imports; addresses in `new URL("./x.ts", import.meta.url)` and the launcher are ours to rewrite. */
const rewrite = (file: string) => {
  const text = readFileSync(file, "utf8")
  const changed = text.replaceAll(/(new URL\(\s*["'`][^"'`]+|import\(["'`]\.[^"'`]+)\.tsx?(["'`])/g, "$1.js$2")
  if (changed !== text) writeFileSync(file, changed)
}

compile()
rmSync(packs, { recursive: true, force: true })
mkdirSync(packs, { recursive: true })
for (const name of Object.keys(layers)) {
  stage(name)
  // Whoever installs it has no build tool: the page travels built.
  if (name === "dashboard") await buildInto(join(staged, name, "assets"))
  execFileSync("npm", ["pack", "--silent", "--pack-destination", packs], { cwd: join(staged, name), stdio: ["ignore", "ignore", "inherit"] })
}
console.log(`${readdirSync(packs).length} packages in dist/packs`)
