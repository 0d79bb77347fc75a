import { describe, expect, it } from "vitest"
import { affectedJourneys, type WatchMemory, type WatchState } from "../src/watch/affected.ts"

const before: WatchMemory = {
  version: 1,
  files: { "index.html": "1", "pricing/index.html": "1", "shop.js": "1", "deep.css": "1" },
  plan: "p",
  journeys: { reads: "r", buys: "b" },
  walked: { reads: ["/"], buys: ["/", "/pricing/"] },
}
const state = (more: Partial<WatchState> = {}): WatchState => ({ version: 1, files: before.files, plan: "p", journeys: before.journeys, pages: { "index.html": "<p>", "pricing/index.html": '<script src="/shop.js">' }, ...more })
const changed = (file: string): WatchState => state({ files: { ...before.files, [file]: "2" } })

describe("the journeys that a change affects", () => {
  it.each<[string, WatchMemory | undefined, WatchState, string[]]>([
    ["nothing changed: none", before, state(), []],
    ["nothing is known: all", undefined, state(), ["reads", "buys"]],
    ["a page: those that came by", before, changed("pricing/index.html"), ["buys"]],
    ["the first page: both", before, changed("index.html"), ["reads", "buys"]],
    ["a script: those that came by a page which names it", before, changed("shop.js"), ["buys"]],
    ["a file that no page names: all", before, changed("deep.css"), ["reads", "buys"]],
    ["a journey's own steps: that one", before, state({ journeys: { reads: "r2", buys: "b" } }), ["reads"]],
    ["a new journey: that one", before, state({ journeys: { ...before.journeys, asks: "a" } }), ["asks"]],
    ["anything else of the plan: all", before, state({ plan: "p2" }), ["reads", "buys"]],
    ["a page that went away: those that came by", before, state({ files: { "index.html": "1", "shop.js": "1", "deep.css": "1" } }), ["buys"]],
  ])("%s", (_what, memory, now, expected) => {
    expect(affectedJourneys(memory, now)).toEqual(expected)
  })
})
