import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { createVitest } from "vitest/node"
import { longest, LongestFirst } from "./longest-first.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

test("the files that take longest begin first, and no other is left out", async () => {
  const vitest = await createVitest({ root, watch: false })
  try {
    const all = await vitest.globTestSpecifications()
    const sorted = await new LongestFirst(vitest).sort(all)
    expect(sorted.slice(0, longest.length).map(({ moduleId }) => moduleId.slice(root.length))).toEqual(longest)
    expect(new Set(sorted)).toEqual(new Set(all))
  } finally {
    await vitest.close()
  }
})
