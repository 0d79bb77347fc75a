/**
 * `npm run engines -w packages/datalayer`: what a visitor does in every engine that is on this machine, then the whole browser suite in
 * Firefox. An engine that is not there is named with the reason, and never counts as passed.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { findFirefox } from "./support/launch.ts"

const root = join(import.meta.dirname, "../../..")
const browserTests = ["consent", "bindings", "links", "hostile", "delivery", "banners", "policy", "guide"]
const vitest = (tests: readonly string[], env: Record<string, string>): number => {
  const files = tests.map((name) => `packages/datalayer/test/${name}.test.ts`)
  return spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--maxWorkers", "1", ...files], { cwd: root, stdio: "inherit", env: { ...process.env, ...env } }).status ?? 2
}

const everywhere = vitest(["engines"], { TAGWRIGHT_ENGINES: "all" })
if (findFirefox() === undefined) console.log("The whole suite in Firefox: not run, no Firefox here (Debian: apt-get install firefox-esr)")
const inFirefox = findFirefox() === undefined ? 0 : vitest(browserTests, { TAGWRIGHT_ENGINE: "firefox" })
process.exitCode = Math.max(everywhere, inFirefox)
