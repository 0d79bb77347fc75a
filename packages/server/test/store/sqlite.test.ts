import { storeContract } from "./contract.ts"
import { inlineHarness, threadedHarness } from "./sqlite-harness.ts"

storeContract("SQLite's statements in memory", () => inlineHarness(), { models: 300, steps: 60 })
storeContract("SQLite as the server runs it", threadedHarness, { models: 2, steps: 30 })
