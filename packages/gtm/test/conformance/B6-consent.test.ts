import { describe, expect, test } from "vitest"
import { run } from "../../src/runtime/index.ts"
import { container, onEvent, plainTag } from "../support/runtime-container.ts"
import { firings, reasonOf, runFirings } from "../support/observe.ts"

const needs = (...types: string[]) => ({ consentSettings: { consentStatus: "NEEDED" as const, consentType: { type: "LIST" as const, list: types.map((value) => ({ type: "TEMPLATE" as const, value })) } } })
const parts = (...types: string[]) => ({ triggers: [onEvent("go")], tags: [plainTag("t", ["on go"], needs(...types))] })
const go = { event: "go" }

describe("B6 consent and tags", () => {
  test("every named type must be granted", () => {
    expect(runFirings(parts("ad_storage", "analytics_storage"), [["consent", "default", { ad_storage: "granted", analytics_storage: "denied" }], go])).toEqual([])
    expect(runFirings(parts("ad_storage", "analytics_storage"), [["consent", "default", { ad_storage: "granted", analytics_storage: "granted" }], go])).toEqual(["go: t"])
  })

  test("a type with no state counts as granted", () => {
    expect(runFirings(parts("functionality_storage", "my_type"), [["consent", "default", { ad_storage: "denied" }], go])).toEqual(["go: t"])
  })

  test("a held tag is not replayed after an update; a later event fires it", () => {
    const pushes = [["consent", "default", { ad_storage: "denied" }], go, ["consent", "update", { ad_storage: "granted" }], { event: "other" }, go]
    const { events } = run(container(parts("ad_storage")), pushes)
    expect(firings(events)).toEqual(["go: t"])
    expect(reasonOf(events, "go", "t")).toBe("consent")
    expect(events.at(-1)?.fired).toHaveLength(1)
  })

  test("additional checks do not wait for wait_for_update", () => {
    expect(runFirings(parts("ad_storage"), [["consent", "default", { ad_storage: "denied", wait_for_update: 500 }], go, ["consent", "update", { ad_storage: "granted" }]])).toEqual([])
  })

  test("consent is read when the tag runs: an update in between counts", () => {
    const { events } = run(container(parts("ad_storage")), [["consent", "default", { ad_storage: "granted" }], go, ["consent", "update", { ad_storage: "denied" }], go])
    expect(firings(events)).toEqual(["go: t"])
    expect(events.at(-1)?.notFired[0]).toEqual({ tag: "t", reason: "consent", detail: "not granted: ad_storage" })
  })
})
