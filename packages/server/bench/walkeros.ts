import { execFileSync, spawn, type ChildProcess } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { build } from "esbuild"

/** What the parts of walkerOS import, and the registry has. */
const DEPENDENCIES = { express: "5.2.1", cors: "2.8.5", zod: "4.6.7" }
/** Its parts in a checkout; `@walkeros/server-source-express` was not on the npm registry that this was written with. */
const parts = { "@walkeros/core/dev": "packages/core/src/dev.ts", "@walkeros/core": "packages/core/src/index.ts", "@walkeros/collector": "packages/collector/src/index.ts", "@walkeros/server-source-express": "packages/server/sources/express/src/index.ts" }

/** Its own server in front of its own collector, with what is usual for a POST: the answer goes first. */
const programOf = (destinations: string): string => `import { startFlow } from "@walkeros/collector"
  import { sourceExpress } from "@walkeros/server-source-express"
  const { collector } = await startFlow({ run: true, consent: { functional: true }, logger: { level: "ERROR" }, destinations: ${destinations},
    sources: { express: { code: sourceExpress, config: { settings: { port: 0, path: "/collect" } } } } })
  const { server } = Object.values(collector.sources).find((one) => one.server)
  if (!server.listening) await new Promise((done) => server.once("listening", done))
  console.log(server.address().port)
  process.stdin.resume().on("end", () => process.exit())`

export const setUps = {
  "walkerOS, no destination": "{}",
  "walkerOS, one destination that does nothing": `{ nothing: { code: { type: "nothing", config: {}, push: () => {} } } }`,
} as const
export type SetUp = keyof typeof setUps

export interface WalkerOs {
  start(setUp: SetUp): Promise<{ url: string }>
  /** Ends them, and answers the first thing any of them complained about: figures of a program that fails are worth nothing. */
  close(): string | undefined
}

export const isCheckout = (folder: string): boolean => Object.values(parts).every((path) => existsSync(resolve(folder, path)))

/** Bundles a checkout of walkerOS, as it is; its dependencies come from the registry, into a temporary folder. */
export const walkerOs = (checkout: string): WalkerOs => {
  const sources = Object.fromEntries(Object.entries(parts).map(([name, path]) => [name, resolve(checkout, path)]))
  const folder = mkdtempSync(join(tmpdir(), "tagwright-walkeros-"))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: DEPENDENCIES }))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: folder, stdio: "inherit" })
  const { version }: { version: string } = JSON.parse(readFileSync(resolve(checkout, "packages/core/package.json"), "utf8"))
  const started: ChildProcess[] = []
  let complaint: string | undefined
  return {
    start: async (setUp) => {
      const outfile = join(folder, `${Object.keys(setUps).indexOf(setUp)}.mjs`)
      const banner = { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` }
      await build({ stdin: { contents: programOf(setUps[setUp]), resolveDir: folder }, bundle: true, platform: "node", format: "esm", target: "node24", outfile, alias: sources, nodePaths: [join(folder, "node_modules")], define: { __VERSION__: JSON.stringify(version) }, banner, logLevel: "error" })
      const child = spawn(process.execPath, [outfile], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, NODE_ENV: "production" } })
      started.push(child)
      child.stderr.on("data", (chunk) => (complaint ??= String(chunk).slice(0, 500)))
      const port = await new Promise<string>((done, fail) => {
        createInterface({ input: child.stdout }).once("line", done)
        child.once("exit", () => fail(new Error("walkerOS ended before it was ready")))
      })
      return { url: `http://127.0.0.1:${port}/collect` }
    },
    close: () => {
      for (const child of started) child.kill()
      rmSync(folder, { recursive: true, force: true })
      return complaint
    },
  }
}
