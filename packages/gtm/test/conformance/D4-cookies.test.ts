import { describe, expect, test } from "vitest"
import { readClientId, readSession } from "../../src/runtime/ga4/cookies.ts"
import { event, google, hits, quiet } from "../support/ga4.ts"

describe("D4 cookies and sessions", () => {
  const now = 1_735_689_600
  const returning = { _ga: "GA1.1.111.222", _ga_ABCDEF1234: `GS2.1.s${now - 100}$o3$g0$t${now - 60}$j60$l0$h0` }

  test("both cookie versions are read", () => {
    expect(readClientId("GA1.2.111.222")).toBe("111.222")
    expect(readSession("GS1.1.1700000000.2.1.1700000100.60.0.0")).toMatchObject({ id: 1_700_000_000, count: 2, engaged: true, last: 1_700_000_100 })
    expect(readSession("GS2.1.s1700000000%24o2%24g1%24t1700000100%24j60%24l0%24h0")).toMatchObject({ id: 1_700_000_000, count: 2, engaged: true, last: 1_700_000_100 })
    expect(readSession("nonsense")).toBeUndefined()
  })

  test("a returning visitor keeps the id and the session, which counts as engaged on a later page", () => {
    const [hit] = hits([google()], [], { cookies: returning })
    expect(hit).toMatchObject({ cid: "111.222", sid: String(now - 100), sct: "3", seg: "1" })
    expect([hit?.["_fv"], hit?.["_ss"], hit?.["_nsi"]]).toEqual([undefined, undefined, undefined])
  })

  test("an event before the page view does not make the session an engaged one", () => {
    const made = hits([quiet, event("lead")], [{ event: "lead" }], { cookies: returning })
    expect(made.map((hit) => hit["seg"])).toEqual(["0"])
  })

  test("a property that sees a known visitor for the first time counts a first visit, not a new client", () => {
    const [hit] = hits([google()], [], { cookies: { _ga: "GA1.1.111.222" } })
    expect([hit?.["cid"], hit?.["_fv"], hit?.["_ss"], hit?.["_nsi"]]).toEqual(["111.222", "1", "1", undefined])
  })

  test("after the timeout a new session begins", () => {
    const [hit] = hits([google()], [], { cookies: { ...returning, _ga_ABCDEF1234: `GS2.1.s${now - 9000}$o3$g1$t${now - 1900}$j0$l0$h0` } })
    expect(hit).toMatchObject({ cid: "111.222", sid: String(now), sct: "4", seg: "0", _ss: "1" })
    expect(hit?.["_fv"]).toBeUndefined()
  })
})
