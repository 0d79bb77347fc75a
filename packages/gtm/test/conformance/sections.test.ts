import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { LIMITS } from "../../src/runtime/limits.ts"

/** The sections of the fact sheet that concern the web container. A3 says what is built, C2 what law and product ask for: both hold no behaviour of their own. */
const sections = ["A1", "A2", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "C1", "C3", "C4", "C5", "D1", "D2", "D3", "D4"]

test("every section of the facts has conformance cases, or a reason why it is not supported", () => {
  const named = readdirSync(import.meta.dirname).flatMap((file) => file.match(/^(?:[A-D]\d+-)+/)?.[0].split("-") ?? [])
  const limited = LIMITS.flatMap(({ what }) => what.match(/(?<=fact )[A-D]\d+/g) ?? [])
  expect(sections.filter((section) => !named.includes(section) && !limited.includes(section))).toEqual([])
})
