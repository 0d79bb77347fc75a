import { expect, test, vi } from "vitest"
import { watch } from "./watch.ts"

vi.setConfig({ testTimeout: 240_000 })

/** The example, in every scenario and beside a busy machine: `npm run repeat`. */
test("the same input gives the same bytes, also while another run takes the processor away", async () => {
  const options = { scenarios: ["marketing"] }
  const [first, second] = await Promise.all([watch({}, options), watch({}, options)])
  expect(first.lines.length).toBeGreaterThan(50)
  expect(second.lines).toEqual(first.lines)
})
