import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { dma, dmaCps, gcd, gcs, npa } from "../../src/runtime/consent/encode.ts"
import { ConsentState } from "../../src/runtime/consent/state.ts"

const quiet = { globalPrivacyControl: false, personalization: undefined }
const four = (state: string) => ({ ad_storage: state, analytics_storage: state, ad_user_data: state, ad_personalization: state })
const made = (region: string, ...commands: ["default" | "update", object][]): ConsentState => {
  const consent = new ConsentState(region)
  for (const [mode, values] of commands) if (mode === "default") consent.default(values, 0)
    else consent.update(values)
  return consent
}

describe("C1 consent types and their resolution", () => {
  test.each([
    ["update beats default", [["default", { ad_storage: "denied" }], ["update", { ad_storage: "granted" }]], true],
    ["a default after an update does not undo it", [["update", { ad_storage: "granted" }], ["default", { ad_storage: "denied" }]], true],
    ["only the exact text granted grants", [["default", { ad_storage: "Granted" }]], false],
    ["null is ignored", [["default", { ad_storage: "denied" }], ["update", { ad_storage: null }]], false],
    ["a default for another region is ignored", [["default", { ad_storage: "denied", region: ["FR"] }]], true],
    ["a default for the country counts", [["default", { ad_storage: "denied", region: ["DE"] }]], false],
    ["the subdivision beats the country, whatever the order", [["default", { ad_storage: "granted", region: ["DE-BY"] }], ["default", { ad_storage: "denied", region: ["DE"] }], ["default", { ad_storage: "denied" }]], true],
  ] as [string, ["default" | "update", object][], boolean][])("%s", (_title, commands, granted) => {
    expect(made("DE-BY", ...commands).granted("ad_storage")).toBe(granted)
  })

  test("declare counts while nothing else was said", () => {
    const consent = new ConsentState("US")
    consent.declare({ ad_storage: "denied" })
    expect([consent.granted("ad_storage"), gcd(consent, quiet)[2]]).toEqual([false, "B"])
    consent.default({ ad_storage: "granted" }, 0)
    expect(consent.granted("ad_storage")).toBe(true)
  })

  test("implied by region: personalised ads are not granted inside the EEA", () => {
    expect([made("US").granted("ad_personalization"), made("DE").granted("ad_personalization"), made("DE").granted("ad_storage")]).toEqual([true, false, true])
  })

  test("custom names are types too, and a type nobody named is granted", () => {
    const consent = made("US", ["default", { my_type: "denied" }])
    expect([consent.granted("my_type"), consent.granted("functionality_storage")]).toEqual([false, true])
  })

  test("property: after an update with all types, nothing else matters", () => {
    const state = fc.constantFrom("granted", "denied")
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom("default" as const, "update" as const), fc.record({ ad_storage: state, region: fc.constantFrom(undefined, ["DE"], ["FR"]) }))), state, (commands, last) => {
      expect(made("DE", ...commands, ["update", { ad_storage: last }]).granted("ad_storage")).toBe(last === "granted")
    }))
  })
})

describe("C3 encodings", () => {
  test.each([
    ["no consent command", "US", [], undefined, "13l3l3l3l1l1", "0"],
    ["all granted by default", "US", [["default", four("granted")]], "G111", "13t3t3t3t5l1", "0"],
    ["denied then granted", "US", [["default", four("denied")], ["update", four("granted")]], "G111", "13r3r3r3r5l1", "0"],
    ["all denied by default", "US", [["default", four("denied")]], "G100", "13p3p3p3p5l1", "1"],
    ["denied then denied", "US", [["default", four("denied")], ["update", four("denied")]], "G100", "13q3q3q3q5l1", "1"],
    ["granted then denied", "US", [["default", four("granted")], ["update", four("denied")]], "G100", "13u3u3u3u5l1", "1"],
    ["granted without default", "US", [["update", four("granted")]], "G111", "13n3n3n3n5l1", "0"],
    ["ad storage granted, analytics unset", "US", [["default", { ad_storage: "granted" }]], "G11-", "13t3l3l3l5l1", "0"],
    ["ad storage unset, analytics denied", "US", [["default", { analytics_storage: "denied" }]], "G1-0", "13l3p3l3l5l1", "0"],
    ["inside the EEA nothing implies personalised ads", "DE", [], undefined, "13l3l3l2l1l1", "1"],
  ] as [string, string, ["default" | "update", object][], string | undefined, string, string][])("%s", (_title, region, commands, expectedGcs, expectedGcd, expectedNpa) => {
    const consent = made(region, ...commands)
    expect([gcs(consent), gcd(consent, quiet), npa(consent, quiet)]).toEqual([expectedGcs, expectedGcd, expectedNpa])
  })

  test("the page's own signals: global privacy control and the personalisation setting", () => {
    const consent = made("US", ["default", four("granted")])
    expect(gcd(consent, { globalPrivacyControl: true, personalization: undefined }).at(-3)).toBe("d")
    expect(gcd(consent, { globalPrivacyControl: false, personalization: false }).at(-3)).toBe("7")
    expect(npa(consent, { globalPrivacyControl: true, personalization: undefined })).toBe("1")
    expect(npa(consent, { globalPrivacyControl: false, personalization: false })).toBe("1")
  })

  test("dma and the services that may use the data", () => {
    expect([dma(made("DE")), dma(made("US"))]).toEqual(["1", "0"])
    expect([dmaCps(made("DE", ["default", four("granted")])), dmaCps(made("US")), dmaCps(made("US", ["default", four("denied")]))]).toEqual(["syphamo", undefined, "-"])
  })
})
