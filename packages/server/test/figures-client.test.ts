import { expect, it } from "vitest"
import { createFigures } from "../src/kpi/figures-client.ts"
import { openWriter } from "../src/store/sqlite/open.ts"
import { migrate } from "../src/store/sqlite/schema.ts"
import { databaseFile } from "../src/store/sqlite/store.ts"
import { shopPlan } from "./helpers/plan.ts"
import { dataFolder } from "./helpers/server.ts"

const EVENTS = 200_001
/** Names and times alone: what is looked at is when an answer comes, not what it says. */
const fill = (file: string, now: number, events: number): void => {
  const db = openWriter(file)
  migrate(db)
  db.prepare(`INSERT INTO event (id, name, source, at, received_at, params, test_mode) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT 'e' || i, 'page_view', 'browser', ?, ?, '{}', 0 FROM n`).run(events, now, now)
  db.close()
}
it.each([
  ["a small log is read again after five seconds", 10, false],
  ["a large one answers at once with what it knew, and is read meanwhile, once a minute", EVENTS, true],
])("%s", async (_what, events, isLarge) => {
  const file = databaseFile(dataFolder())
  const began = Date.now()
  let now = began
  fill(file, began, events)
  const figures = createFigures({ database: { file }, plan: shopPlan(), environment: "production" }, { now: () => now, after: () => () => undefined }, () => [])
  const ask = async (): Promise<number> => (await figures.ask("kpis", { days: 1 })).to - began - 1
  expect(await ask()).toBe(0)
  now += 6_000
  expect(await ask()).toBe(isLarge ? 0 : 6_000)
  now = began + 61_000
  if (isLarge) {
    expect(await ask()).toBe(0)
    // The next reading was begun by that question; it ends by itself.
    await expect.poll(ask, { timeout: 30_000 }).toBe(61_000)
  }
  await figures.close()
})
