import { defineConfig } from "vitest/config"

/** The planted faults: whole runs of the example, a minute or more each. `npm run faults`. */
export default defineConfig({
  test: {
    include: ["packages/{tagwright,qa}/faults/**/*.test.ts"],
    // Each run starts a browser, a server and the stand-ins: one at a time, or they wait for each other.
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
