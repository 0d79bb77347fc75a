import { existsSync } from "node:fs"
import { defineConfig } from "vitest/config"

// Half the processor time of the whole browser, where Debian's package is there (tools/setup.mjs installs it).
const headlessShell = "/usr/bin/chromium-headless-shell"
const chromium = process.env["TAGWRIGHT_CHROMIUM"] ?? (existsSync(headlessShell) ? headlessShell : undefined)

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/**/*.test.ts", "examples/*/test/**/*.test.ts"],
    // Two cores: more workers than cores make browser tests wait for each other.
    maxWorkers: 2,
    env: chromium === undefined ? {} : { TAGWRIGHT_CHROMIUM: chromium },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
