import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterEach, describe, expect, it } from "vitest"
import { main } from "../src/cli.ts"
import type { Io } from "../src/command.ts"
import { diffLines } from "../src/init/diff.ts"
import { withPlugin } from "../src/init/edit-config.ts"

const run = promisify(execFile)
const modules = join(import.meta.dirname, "../../../node_modules")
const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

/** A site on disk that finds the packages of this repository. */
const site = async (files: Record<string, string>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-init-"))
  folders.push(folder)
  await symlink(modules, join(folder, "node_modules"))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}
const tagwright = async (cwd: string, ...argv: string[]) => {
  let out = ""
  const io: Io = { out: (t) => void (out += t), err: () => undefined, stdin: async () => "", cwd, env: {}, interactive: false, color: false, signal: new AbortController().signal }
  return { code: await main(argv, io), out }
}
const page = `<!doctype html><html><head><title>Mine</title></head><body><a href="/x" data-tw-event="cta_click">Go</a></body></html>`
const eleventySite = { "package.json": `{ "name": "mine", "type": "module", "devDependencies": { "@11ty/eleventy": "3" } }`, "index.html": page }
const viteSite = { "package.json": `{ "name": "mine", "type": "module", "devDependencies": { "vite": "8" } }`, "index.html": page }

describe("D1.4 tagwright init", () => {
  it("shows what it would write, and writes nothing unasked", async () => {
    const folder = await site(eleventySite)
    const { code, out } = await tagwright(folder, "init")
    expect(code).toBe(1)
    expect(out).toContain("new tagwright.plan.ts")
    expect(out).toContain("+  eleventyConfig.addPlugin(tagwright)")
    expect(await readdir(folder)).not.toContain("tagwright.plan.ts")
  })

  it("sets up a bare Eleventy site that then checks clean and builds with the kit", async () => {
    const folder = await site(eleventySite)
    expect((await tagwright(folder, "init", "--yes")).code).toBe(0)
    expect(await tagwright(folder, "check")).toMatchObject({ code: 0 })
    await run(process.execPath, [join(modules, "@11ty/eleventy/cmd.cjs")], { cwd: folder })
    expect(await readFile(join(folder, "_site/index.html"), "utf8")).toContain("/tagwright/kit.js")
    expect(await readFile(join(folder, "_site/tagwright/kit.js"), "utf8")).toContain("cta_click")
    expect((await tagwright(folder, "init")).out).toContain("nothing left to set up")
  })

  it("sets up a bare Vite site that then builds with the kit", async () => {
    const folder = await site(viteSite)
    expect((await tagwright(folder, "init", "--yes")).code).toBe(0)
    await run(process.execPath, [join(modules, "vite/bin/vite.js"), "build"], { cwd: folder })
    expect(await readFile(join(folder, "dist/index.html"), "utf8")).toContain("/tagwright/kit.js")
    expect(await readFile(join(folder, "dist/tagwright/kit.js"), "utf8")).toContain("cta_click")
  })

  it("takes the output folder, the build and the consent tool from what the site says", async () => {
    const folder = await site({ "package.json": `{ "name": "mine", "scripts": { "build": "x" }, "dependencies": { "@11ty/eleventy": "3", "klaro": "1" } }`, ".eleventy.js": `module.exports = (c) => {\n  return { dir: { input: "src", output: "www" } }\n}\n` })
    const { out } = await tagwright(folder, "init")
    for (const line of [`folder: "www"`, `build: "npm run build"`, `banner: { cmp: "klaro" }`]) expect(out).toContain(line)
  })

  it("takes a folder of plain pages as it is, and says what to put into them", async () => {
    const folder = await site({ "index.html": page })
    const { out } = await tagwright(folder, "init", "--yes")
    expect(out).toContain(`<script src="/tagwright/kit.js"></script> first in <head>`)
    expect(out).not.toContain("build:")
    expect(await readFile(join(folder, "tagwright.plan.ts"), "utf8")).toContain(`folder: "."`)
    expect(await tagwright(folder, "check")).toMatchObject({ code: 0 })
  })

  it("says what a person has to do where it cannot edit, and changes nothing there", async () => {
    const odd = `export { default } from "./my-config.js"\n`
    const folder = await site({ ...eleventySite, "eleventy.config.js": odd })
    const { out } = await tagwright(folder, "init", "--yes")
    expect(out).toContain("add to eleventy.config.js")
    expect(await readFile(join(folder, "eleventy.config.js"), "utf8")).toBe(odd)
  })

  it.each([
    ["eleventy", `export default function (config) {\n  return {}\n}\n`, `import tagwright from "@tagwright/eleventy"\nexport default function (config) {\n  config.addPlugin(tagwright)\n  return {}\n}\n`],
    ["eleventy", `export default async (c) => {\n}\n`, `import tagwright from "@tagwright/eleventy"\nexport default async (c) => {\n  c.addPlugin(tagwright)\n}\n`],
    ["eleventy", `module.exports = function (c) {\n}\n`, `module.exports = async function (c) {\n  c.addPlugin((await import("@tagwright/eleventy")).default)\n}\n`],
    ["vite", `export default { plugins: [] }\n`, `import { tagwright } from "@tagwright/vite"\nexport default { plugins: [tagwright()] }\n`],
    ["vite", `export default defineConfig({ plugins: [vue()] })\n`, `import { tagwright } from "@tagwright/vite"\nexport default defineConfig({ plugins: [tagwright(), vue()] })\n`],
    ["vite", `export default {\n  plugins: [\n    vue(),\n  ],\n}\n`, `import { tagwright } from "@tagwright/vite"\nexport default {\n  plugins: [\n    tagwright(),\n    vue(),\n  ],\n}\n`],
    ["vite", `export default defineConfig({\n})\n`, `import { tagwright } from "@tagwright/vite"\nexport default defineConfig({\n  plugins: [tagwright()],\n})\n`],
  ] as const)("edits a configuration of %s: %s", (generator, before, after) => {
    expect(withPlugin(generator, before)).toBe(after)
    expect(withPlugin(generator, after)).toBe(after)
  })

  it("shows a change line by line", () => {
    expect(diffLines("a\nb\nc\n", "a\nx\nc\nd\n")).toBe("@@ line 1\n a\n-b\n+x\n c\n+d")
    expect(diffLines("", "a\n")).toBe("+a")
    const long = Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join("")
    expect(diffLines(long, long.replace("line 25", "changed")).split("\n")).toHaveLength(9)
  })
})
