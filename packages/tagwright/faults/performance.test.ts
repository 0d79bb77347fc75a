import type { Decision } from "@tagwright/formats"
import { afterAll, beforeAll, expect, test } from "vitest"
import { complaints, copyOfStudio, redBySite, tagwright } from "../test/studio.ts"

let studio: Awaited<ReturnType<typeof copyOfStudio>>
beforeAll(async () => {
  studio = await copyOfStudio()
})
afterAll(() => studio.remove())

/** Once the kit is there, the page answers nobody for so long; on the slowed-down processor as well, since it waits by the clock. */
const waitingKit = `<script>if (window.tagwright) for (const end = performance.now() + 400; performance.now() < end; );</script>`

test("O5 a kit that keeps the page from answering is over the budget, and nothing else is wrong", async () => {
  await studio.edit("pages/_includes/base.njk", (text) => text.replace("</body>", `${waitingKit}\n</body>`))
  const run = await tagwright(studio.folder, ["run", "--once", "--quiet"])
  expect(run.code, run.err).toBe(0)
  const measured = await tagwright(studio.folder, ["qa", "--performance", "5", "--quiet"])
  expect(measured.code, measured.out + measured.err).toBe(0)
  const { out, err } = await tagwright(studio.folder, ["judge", "--json"])
  const decision: Decision = JSON.parse(out === "" ? `{"gates":[],"error":${JSON.stringify(err)}}` : out)
  expect(redBySite(decision.gates), complaints(decision.gates)).toEqual({ O5: ["performance-over-budget"] })
})
