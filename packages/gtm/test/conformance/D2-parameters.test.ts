import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { event, google, hits, quiet, settings } from "../support/ga4.ts"
import { table } from "../support/runtime-container.ts"

describe("D2 parameters", () => {
  test("what every hit says", () => {
    const [hit] = hits([google()], [], { page: { url: "https://shop.example/a?b=1#c", title: "Shop", referrer: "https://search.example/" }, language: "de-AT" })
    expect(hit).toMatchObject({ v: "2", tid: "G-ABCDEF1234", gcd: "13l3l3l3l1l1", npa: "0", dma: "0", ul: "de-at", frm: "0", pscdl: "noapi", _s: "1", sct: "1", seg: "0", dl: "https://shop.example/a?b=1", dt: "Shop", dr: "https://search.example/", en: "page_view", _fv: "1", _nsi: "1", _ss: "1" })
    expect(hit?.["gcs"]).toBeUndefined()
    expect(hit?.["_ee"]).toBeUndefined()
    expect(hit?.["cid"]).toMatch(/^\d+\.\d+$/)
  })

  test("custom parameters: texts, numbers, booleans, null, undefined, objects", () => {
    const made = (v: unknown) => hits([quiet, event("a", "a", settings({ x: "{{v}}" }, "eventSettingsTable"))], [{ event: "a", v }])[0]
    expect([made("5")?.["ep.x"], made(5)?.["epn.x"], made(true)?.["ep.x"], made(null)?.["ep.x"], made({ a: 1 })?.["ep.x"]]).toEqual(["5", "5", "true", "", "[object Object]"])
    expect(Object.keys(made(undefined) ?? {}).filter((key) => key.endsWith(".x"))).toEqual([])
    expect(made(1)?.["_ee"]).toBe("1")
  })

  test("known parameters have keys of their own", () => {
    const [hit] = hits([google({ send_page_view: "false", user_id: "u1" }), event("a", "a", settings({ page_title: "T", currency: "EUR", campaign_source: "s", debug_mode: "true" }, "eventSettingsTable"))], [{ event: "a" }])
    expect(hit).toMatchObject({ dt: "T", cu: "EUR", cs: "s", uid: "u1", _dbg: "1", "ep.debug_mode": "true" })
  })

  test("the address is told without fragment and without port, the referrer as it is", () => {
    const [hit] = hits([google()], [], { page: { url: "https://shop.example:8443/a?b=1#c", referrer: "https://shop.example:8443/before" } })
    expect([hit?.["dl"], hit?.["dr"]]).toEqual(["https://shop.example/a?b=1", "https://shop.example:8443/before"])
  })

  test("a server container is told the enhanced client id, the same on every hit, and the linker's cookie", () => {
    const made = hits([google({ server_container_url: "https://t.shop.example" }), event("a")], [{ event: "a" }], { cookies: { FPLC: "abc" } })
    expect(made.map((hit) => hit["_fplc"])).toEqual(["abc", "abc"])
    expect(made[0]?.["ecid"]).toMatch(/^\d+$/)
    expect(made[1]?.["ecid"]).toBe(made[0]?.["ecid"])
    expect(hits([google()], [])[0]?.["ecid"]).toBeUndefined()
  })

  test("user-provided data set for all tags: names, streets and phone numbers are normalised before they are hashed", () => {
    const hash = (value: string): string => createHash("sha256").update(value).digest("base64url")
    const data = { email: "A@b.example", phone_number: "+43 (660) 123", address: { first_name: " J0hn-Paul ", last_name: "Ünal", street: "Ring 1/2", city: "Wien", postal_code: "1010" } }
    const [hit] = hits([google()], [["set", "user_data", data]])
    expect(hit?.["em"]).toBe(["tv.1", `em.${hash("a@b.example")}`, `pn.${hash("+43660123")}`, `fn0.${hash("jhnpaul")}`, `ln0.${hash("ünal")}`, `sa0.${hash("ring 12")}`, "ct0.Wien", "pc0.1010"].join("~"))
  })

  test("values that the page hashed itself are only spelled anew", () => {
    const hex = createHash("sha256").update("x").digest("hex")
    expect(hits([google()], [["set", "user_data", { sha256_email_address: hex }]])[0]?.["em"]).toBe(`tv.1~em.${createHash("sha256").update("x").digest("base64url")}`)
  })

  test("user properties are sent when they changed", () => {
    const tag = event("a", "a", table("userProperties", [{ name: "tier", value: "{{v}}" }]))
    expect(hits([quiet, tag], [{ event: "a", v: "x" }, { event: "a" }, { event: "a", v: "y" }]).map((hit) => hit["up.tier"])).toEqual(["x", undefined, "y"])
  })
})
