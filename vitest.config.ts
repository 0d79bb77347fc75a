import { existsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { configDefaults, defineConfig } from "vitest/config"
import { LongestFirst } from "./tools/longest-first.ts"

// Half the processor time of the whole browser, where Debian's package is there (tools/setup.mjs installs it).
const headlessShell = "/usr/bin/chromium-headless-shell"
const chromium = process.env["TAGWRIGHT_CHROMIUM"] ?? (existsSync(headlessShell) ? headlessShell : undefined)

/** Threads and programs that tests start keep their compiled code here, where the command line keeps its own: a thread of the server starts in half the processor time. */
const compiled = join(tmpdir(), "node-compile-cache")

const testsOf = (packages: string): string => `packages/${packages}/test/**/*.test.ts`
/** Packages that keep nothing outside a call: their files may follow each other in one process, which then knows their modules already and runs them three tenths faster. */
const stateless = testsOf("{compiler,evidence,formats,gtm,operations,privacy,release,stand-ins}")

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "own process", include: [testsOf("*"), "tools/**/*.test.ts", "examples/*/test/**/*.test.ts"], exclude: [...configDefaults.exclude, stateless] } },
      { extends: true, test: { name: "shared process", include: [stateless], isolate: false } },
    ],
    sequence: { sequencer: LongestFirst },
    // Two cores, of which a file leaves a fourth idle while it waits for a browser, a disk or a process.
    maxWorkers: 3,
    env: { ...(chromium === undefined ? {} : { TAGWRIGHT_CHROMIUM: chromium }), NODE_COMPILE_CACHE: compiled },
    // For what hangs: under a load of thirty, what takes four seconds takes a minute.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
