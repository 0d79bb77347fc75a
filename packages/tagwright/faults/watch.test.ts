import { afterAll, beforeAll, expect, test } from "vitest"
import { copyOfStudio, tagwright } from "../test/studio.ts"

let studio: Awaited<ReturnType<typeof copyOfStudio>>
beforeAll(async () => {
  studio = await copyOfStudio()
})
afterAll(() => studio.remove())

const round = async (): Promise<{ code: number; journeys: string[]; open: number }> => {
  const { code, out, err } = await tagwright(studio.folder, ["qa", "watch", "--once", "--scenario", "none", "--json", "--quiet"])
  if (out === "") throw new Error(err)
  return { code, ...JSON.parse(out) }
}

test("qa watch walks what a change affects and nothing else, and says when it is no longer as planned", async () => {
  const first = await round()
  expect(first.journeys.length).toBe(3)
  expect(first).toMatchObject({ code: 0, open: 0 })
  expect(await round()).toMatchObject({ code: 0, journeys: [] })
  await studio.edit("pages/mentoring.njk", (text) => text.replace("</h1>", " indeed</h1>"))
  expect(await round()).toMatchObject({ code: 0, journeys: ["returning visitor withdraws"] })
  await studio.edit("pages/pricing.njk", (text) => text.replaceAll("data-question", "data-asked"))
  const broken = await round()
  expect(broken).toMatchObject({ code: 1, journeys: ["cold visitor becomes a lead and buys by card", "returning visitor withdraws"] })
  expect(broken.open).toBeGreaterThan(0)
})
