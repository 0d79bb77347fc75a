import { describe, expect, test } from "vitest"
import { encodeItems } from "../../src/runtime/ga4/items.ts"

describe("D3 items", () => {
  test.each([
    ["fields and codes", { item_id: "1", item_name: "A", item_brand: "B", price: 2.5, quantity: 3, index: 0 }, "id1~nmA~brB~pr2.5~qt3~lp0"],
    ["old names", { id: "1", name: "A", brand: "B", variant: "v", list: "L", position: 4, creative: "c" }, "id1~nmA~brB~vav~lnL~lp4~cnc"],
    ["a tilde is doubled", { item_name: "a~b" }, "nma~~b"],
    ["a category with slashes splits", { item_id: "1", category: "a/b/c" }, "id1~caa~c2b~c3c"],
    ["custom fields", { item_id: "1", size: "XL", fit: "slim" }, "id1~k0size~v0XL~k1fit~v1slim"],
    ["what is undefined is left out", { item_id: "1", coupon: undefined }, "id1"],
  ])("%s", (_title, item, out) => {
    expect(encodeItems([item])).toEqual([["pr1", out]])
  })

  test("at most 200 items", () => {
    expect(encodeItems(Array.from({ length: 300 }, (_, index) => ({ id: index })))).toHaveLength(200)
  })
})
