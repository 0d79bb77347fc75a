import { gates, type EvidenceRecord, type GateId, type PerformanceMetric } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { decideRecords, healthy, keep, planted, redGates } from "./decide-sample.ts"
import { plan } from "./sample/plan.ts"

const where = { scenario: "none", journey: "cold visitor buys by card", step: 4 }
const red = (records: readonly EvidenceRecord[]) => redGates(decideRecords(records))
const refused = { necessary: true, analytics: false, marketing: false }

const check = (aspect: "parameter" | "consent" | "trigger" | "tag"): EvidenceRecord => ({
  kind: "container-check",
  check: "drift",
  aspect,
  entity: "GA4 — lead_submit",
  expected: "{{dlv.form_id}}",
  found: "{{dlv.formid}}",
})
const personal = (place: "push" | "request" | "server-payload" | "log"): EvidenceRecord => ({
  kind: "personal-data",
  ...where,
  type: "email",
  place,
  name: "form_location",
  event: "lead_submit",
  length: 17,
  fingerprint: "f00d",
  via: ["percent"],
})
const request = (more: Partial<Extract<EvidenceRecord, { kind: "request" }>>): EvidenceRecord => ({
  kind: "request",
  ...where,
  from: "browser",
  method: "GET",
  url: "https://www.facebook.com/tr/",
  query: {},
  party: "vendor",
  choice: refused,
  cookies: [],
  ...more,
})

interface Case {
  fault: string
  records: () => EvidenceRecord[]
  gate: GateId
  codes: string[]
}

const cases: Case[] = [
  { fault: "an email address in a push, which breaks the parameter's shape too", gate: "P1", codes: ["personal-data-push"], records: () =>
    planted((record) => (record.kind === "push" && record.event === "lead_submit" && record.scenario === "none" ? { ...record, violations: [{ code: "unknown-value", parameter: "form_location", detail: "not allowed" }] } : record), [personal("push")]) },
  { fault: "an email address in a request", gate: "P1", codes: ["personal-data-request"], records: () => planted(keep, [personal("request")]) },
  { fault: "an email address in a server payload", gate: "P1", codes: ["personal-data-server-payload"], records: () => planted(keep, [personal("server-payload")]) },
  { fault: "an email address in a log", gate: "P1", codes: ["personal-data-log"], records: () => planted(keep, [personal("log")]) },
  { fault: "a personal parameter in the data layer that no detector noticed", gate: "P1", codes: ["personal-parameter-in-push"], records: () =>
    planted((record) => (record.kind === "push" && record.event === "lead_submit" ? { ...record, message: { ...Object(record.message), email: "(masked)" }, violations: [{ code: "personal-parameter", parameter: "email", detail: "may not be pushed" }] } : record)) },

  { fault: "a container that starts before the consent default", gate: "P2", codes: ["consent-default-missing"], records: () =>
    planted((record) => (record.kind === "push" && Array.isArray(record.message) && record.message[1] === "default" && record.step > 0 ? undefined : record)) },
  { fault: "a consent default that forgets two types", gate: "P2", codes: ["consent-default-incomplete"], records: () =>
    planted((record) => (record.kind === "push" && Array.isArray(record.message) && record.message[1] === "default" ? { ...record, message: ["consent", "default", { ad_storage: "denied", analytics_storage: "denied", functionality_storage: "granted", security_storage: "granted", personalization_storage: "denied" }] } : record)) },
  { fault: "a consent default that grants everything", gate: "P2", codes: ["consent-default-granted"], records: () =>
    planted((record) => (record.kind === "push" && Array.isArray(record.message) && record.message[1] === "default" ? { ...record, message: ["consent", "default", { ...Object(record.message[2]), analytics_storage: "granted" }] } : record)) },
  { fault: "a choice that is not followed by an update", gate: "P2", codes: ["consent-update-missing"], records: () =>
    planted((record) => (record.kind === "push" && record.step === 1 && Array.isArray(record.message) && record.message[1] === "update" ? undefined : record)) },
  { fault: "a container that holds another consent than the choice", gate: "P2", codes: ["consent-state-wrong"], records: () =>
    planted((record) => (record.kind === "step" && record.scenario === "none" && record.step === 2 ? { ...record, consent: { ...record.consent, analytics_storage: "granted" } } : record)) },
  { fault: "a Google hit that claims another consent", gate: "P2", codes: ["consent-signal-wrong"], records: () =>
    planted((record) => (record.kind === "request" && record.query["gcs"] === "G101" ? { ...record, query: { ...record.query, gcs: "G111" } } : record)) },
  { fault: "a Google hit that says nothing about consent", gate: "P2", codes: ["consent-signal-missing"], records: () =>
    planted((record) => { if (record.kind !== "request" || record.query["gcs"] === undefined) return record; const { gcs: _a, gcd: _b, ...query } = record.query; return { ...record, query } }) },

  { fault: "a marketing request after refusal", gate: "P3", codes: ["marketing-request-without-consent"], records: () => planted(keep, [request({})]) },
  { fault: "a marketing request before the choice", gate: "P3", codes: ["marketing-request-without-consent"], records: () => {
    const { choice: _, ...early } = { ...request({ step: 0, url: "https://connect.facebook.net/en_US/fbevents.js" }), choice: undefined }
    return planted(keep, [early as EvidenceRecord])
  } },
  { fault: "a marketing delivery by the server after refusal", gate: "P3", codes: ["marketing-delivery-without-consent"], records: () =>
    planted((record) => (record.kind === "delivery" && record.destination === "pixel" && record.state === "withheld" && record.scenario === "analytics" ? { ...record, state: "delivered", received: { test_mode: true } } : record)) },
  { fault: "a container whose tag lost its consent check", gate: "P3", codes: ["consent-check-removed"], records: () => planted(keep, [check("consent")]) },
  { fault: "an advertising cookie after refusal", gate: "P3", codes: ["marketing-cookie-without-consent"], records: () =>
    planted((record) => (record.kind === "storage" && record.scenario === "none" && record.step === 3 ? { ...record, cookies: [...record.cookies, { name: "_fbp", domain: "x", httpOnly: false, days: 90 }] } : record)) },
  { fault: "a marketing destination that Global Privacy Control does not silence", gate: "P3", codes: ["marketing-probe-failed"], records: () =>
    planted((record) => (record.kind === "probe" && record.probe === "gpc-silences-marketing" ? { ...record, holds: false } : record)) },
  { fault: "an enquiry that does not reach the CRM because marketing was refused", gate: "P3", codes: ["functional-delivery-withheld"], records: () =>
    planted((record) => (record.kind === "delivery" && record.event === "lead_submit" && record.destination === "crm" && record.scenario === "none" ? { ...record, state: "withheld" } : record)) },

  { fault: "an analytics hit before the choice", gate: "P4", codes: ["request-before-choice"], records: () => {
    const { choice: _, ...early } = { ...request({ step: 0, url: "https://www.google-analytics.com/g/ping", destination: "ga4" }), choice: undefined }
    return planted(keep, [early as EvidenceRecord])
  } },
  { fault: "an analytics hit after refusal", gate: "P4", codes: ["request-after-refusal"], records: () => planted(keep, [request({ url: "https://www.google-analytics.com/g/ping" })]) },
  { fault: "a stranger contacted before the choice", gate: "P4", codes: ["unknown-party-before-choice"], records: () => {
    const { choice: _, ...early } = { ...request({ step: 0, url: "https://fonts.example/css", party: "unknown" }), choice: undefined }
    return planted(keep, [early as EvidenceRecord])
  } },
  { fault: "an analytics cookie after refusal", gate: "P4", codes: ["cookie-after-refusal"], records: () =>
    planted((record) => (record.kind === "storage" && record.scenario === "none" && record.step === 3 ? { ...record, cookies: [...record.cookies, { name: "_ga", domain: "x", httpOnly: false, days: 400 }] } : record)) },
  { fault: "a cookie nobody knows", gate: "P4", codes: ["cookie-unknown"], records: () =>
    planted((record) => (record.kind === "storage" && record.step === 3 ? { ...record, localStorage: ["mystery"] } : record)) },
  { fault: "a reject button hidden on the second layer and half the size", gate: "P4", codes: ["reject-harder", "reject-smaller"], records: () =>
    planted((record) => (record.kind === "banner" ? { ...record, rejectClicks: 3, areaRatio: 0.5 } : record)) },
  { fault: "a reject button in pale grey", gate: "P4", codes: ["reject-low-contrast"], records: () =>
    planted((record) => (record.kind === "banner" ? { ...record, contrast: { accept: 12.6, reject: 2.1 } } : record)) },
  { fault: "a reject button that is not filled beside an accept button that is", gate: "P4", codes: ["reject-less-prominent"], records: () =>
    planted((record) => (record.kind === "banner" ? { ...record, fill: { accept: 11.9, reject: 1 } } : record)) },
  { fault: "a reject button that the keyboard never comes to", gate: "P4", codes: ["reject-not-by-keyboard"], records: () =>
    planted((record) => (record.kind === "banner" ? { ...record, tabStops: { accept: 1 } } : record)) },
  { fault: "a reject button at the end of the banner's links", gate: "P4", codes: ["reject-later-by-keyboard"], records: () =>
    planted((record) => (record.kind === "banner" ? { ...record, tabStops: { accept: 1, reject: 4 } } : record)) },
  { fault: "a page without a way to withdraw", gate: "P4", codes: ["withdraw-not-on-page"], records: () =>
    planted(keep, [{ kind: "page", page: "home", path: "/", outcome: "walked", elements: 1, withdrawal: false }]) },
  { fault: "a banner without a way to refuse", gate: "P4", codes: ["reject-missing"], records: () =>
    planted((record) => { if (record.kind !== "banner") return record; const { rejectClicks: _, ...banner } = record; return banner }) },
  { fault: "a pre-ticked category", gate: "P4", codes: ["category-pre-ticked"], records: () => planted((record) => (record.kind === "banner" ? { ...record, preTicked: ["analytics"] } : record)) },
  { fault: "an analytics delivery by the server after refusal", gate: "P4", codes: ["delivery-without-consent"], records: () =>
    planted(keep, [{ kind: "delivery", ...where, event: "purchase", destination: "ga4", state: "delivered", attempts: 1, received: { test_mode: true } }]) },
  { fault: "an event at the server that nobody may get", gate: "P4", codes: ["event-kept-without-consent"], records: () =>
    planted(keep, [{ kind: "server-event", ...where, event: "cta_click", params: {}, leadId: "lead", testMode: true, choice: refused }]) },
  { fault: "Google's client id at the server though analytics was refused", gate: "P4", codes: ["client-id-without-consent"], records: () =>
    planted(keep, [{ kind: "server-event", ...where, event: "lead_submit", params: {}, leadId: "lead", clientId: "1.2", testMode: true, choice: refused }]) },
  { fault: "a consent log that is not kept", gate: "P4", codes: ["privacy-probe-failed"], records: () =>
    planted((record) => (record.kind === "probe" && record.probe === "consent-log-kept" ? { ...record, holds: false } : record)) },
  { fault: "nobody asking about Global Privacy Control", gate: "P4", codes: ["privacy-probe-missing"], records: () =>
    planted((record) => (record.kind === "probe" && record.probe === "gpc-honoured" ? undefined : record)) },

  { fault: "a push without test_mode", gate: "P5", codes: ["test-mode-missing-push"], records: () =>
    planted((record) => { if (record.kind !== "push" || record.event !== "cta_click") return record; const { test_mode: _, ...message } = Object(record.message); return { ...record, message } }) },
  { fault: "one hit of a batch without test_mode", gate: "P5", codes: ["test-mode-missing-request"], records: () =>
    planted((record) => { if (record.kind !== "request" || record.query["en"] !== "cta_click") return record; const { en: _, "ep.test_mode": _mark, ...query } = record.query; return { ...record, query, body: "en=cta_click&ep.test_mode=true\r\nen=form_start&ep.form_id=lead" } }) },
  { fault: "a server event without test_mode", gate: "P5", codes: ["test-mode-missing-event"], records: () => planted((record) => (record.kind === "server-event" && record.event === "refund" ? { ...record, testMode: false } : record)) },
  { fault: "a delivery without test_mode", gate: "P5", codes: ["test-mode-missing-delivery"], records: () => planted((record) => (record.kind === "delivery" && record.event === "refund" && record.state === "delivered" ? { ...record, received: { event: "refund" } } : record)) },

  { fault: "a button that lost its attribute", gate: "T1", codes: ["element-unmeasured", "expected-event-missing"], records: () =>
    planted((record) => {
      if (record.kind === "element" && record.section === "hero") { const { measuredBy: _, ...bare } = record; return bare }
      if (record.kind === "expectation" && record.event === "cta_click") return { ...record, outcome: "missing" }
      return (record.kind === "push" || record.kind === "firing") && record.event === "cta_click" ? undefined : record
    }) },
  { fault: "an expected browser event that never came", gate: "T1", codes: ["expected-event-missing"], records: () =>
    planted((record) => (record.kind === "expectation" && record.event === "form_start" ? { ...record, outcome: "missing" } : record)) },
  { fault: "a page that nobody walked", gate: "T1", codes: ["page-not-walked"], records: () => planted((record) => (record.kind === "element" && record.page === "/thank-you/" ? undefined : record)) },

  { fault: "a frozen event renamed", gate: "T2", codes: ["frozen-event-missing"], records: () =>
    planted(keep, [{ kind: "plan-finding", finding: { code: "frozen-event-missing", severity: "error", message: "lead_submit is frozen since 1.0 and is not in the plan", at: { file: "tagwright.plan.ts", line: 12, column: 5 }, args: { gate: "T2" }, help: "Bring it back" } }]) },
  { fault: "a personal parameter that the plan sends to the container", gate: "P1", codes: ["personal-parameter-in-container"], records: () =>
    planted(keep, [{ kind: "plan-finding", finding: { code: "personal-parameter-in-container", severity: "error", message: "email would reach the container", at: { file: "tagwright.plan.ts" }, args: { gate: "P1" }, help: "Restrict it" } }]) },
  ...(["parameter", "tag", "trigger"] as const).map((aspect): Case => ({ fault: `a container edited by hand: its ${aspect} differs`, gate: "T2", codes: [`container-${aspect}-drift`], records: () => planted(keep, [check(aspect)]) })),
  { fault: "a push of another shape than the plan's", gate: "T2", codes: ["shape-violation"], records: () =>
    planted((record) => (record.kind === "push" && record.event === "checkout_start" ? { ...record, violations: [{ code: "wrong-type", parameter: "value", detail: "a text instead of a number" }] } : record)) },
  { fault: "an event that came twice", gate: "T2", codes: ["event-duplicated"], records: () => planted((record) => (record.kind === "expectation" && record.event === "cta_click" ? { ...record, outcome: "unexpected" } : record)) },
  { fault: "an event with another value", gate: "T2", codes: ["expected-event-different"], records: () => planted((record) => (record.kind === "expectation" && record.event === "cta_click" ? { ...record, outcome: "different" } : record)) },

  { fault: "a lead_id that does not survive a reload", gate: "T3", codes: ["identity-probe-failed"], records: () => planted((record) => (record.kind === "probe" && record.probe === "lead-id-survives-reload" ? { ...record, holds: false } : record)) },
  { fault: "a purchase without lead_id", gate: "T3", codes: ["server-event-without-lead-id"], records: () =>
    planted((record) => { if (record.kind !== "server-event" || record.event !== "purchase") return record; const { leadId: _, ...event } = record; return event }) },
  { fault: "a purchase without the session of the visit", gate: "T3", codes: ["server-event-without-session"], records: () =>
    planted((record) => { if (record.kind !== "server-event" || record.event !== "purchase") return record; const { sessionId: _, ...event } = record; return event }) },
  { fault: "a purchase with somebody else's lead_id", gate: "T3", codes: ["lead-id-differs"], records: () => planted((record) => (record.kind === "server-event" && record.event === "purchase" ? { ...record, leadId: "other" } : record)) },
  { fault: "a lead_id that changes on the way", gate: "T3", codes: ["lead-id-changed"], records: () => planted((record) => (record.kind === "storage" && record.step === 7 ? { ...record, leadId: "other" } : record)) },

  { fault: "a purchase of the webhook that the page pushes too", gate: "T4", codes: ["server-event-by-browser"], records: () =>
    planted(keep, [{ kind: "push", ...where, event: "purchase", message: { event: "purchase", test_mode: true }, violations: [] }]) },
  { fault: "a refund that never came", gate: "T4", codes: ["server-event-missing"], records: () => planted((record) => (record.kind === "expectation" && record.event === "refund" ? { ...record, outcome: "missing" } : record)) },
  { fault: "a purchase delivered twice", gate: "T4", codes: ["delivered-twice"], records: () => planted(keep, healthy().filter((record) => record.kind === "delivery" && record.event === "purchase" && record.destination === "ga4" && record.scenario === "all")) },
  { fault: "a purchase stored twice and delivered twice", gate: "T4", codes: ["server-event-twice"], records: () => planted(keep, healthy().filter((record) => (record.kind === "delivery" || record.kind === "server-event") && record.event === "purchase" && record.scenario === "all")) },
  { fault: "a purchase that was lost on the way", gate: "T4", codes: ["delivery-missing"], records: () => planted((record) => (record.kind === "delivery" && record.event === "purchase" && record.destination === "crm" && record.scenario === "none" ? undefined : record)) },
  { fault: "a dead letter", gate: "T4", codes: ["delivery-dead", "delivery-missing"], records: () => planted((record) => (record.kind === "delivery" && record.event === "refund" && record.destination === "crm" ? { ...record, state: "dead", reason: "401" } : record)) },
  { fault: "a purchase without a channel", gate: "T4", codes: ["conversion-without-channel"], records: () =>
    planted((record) => { if (record.kind !== "server-event" || record.event !== "purchase") return record; const { channel: _, ...event } = record; return event }) },
  { fault: "a server that loses the event when it is killed", gate: "T4", codes: ["server-fault-lost-data"], records: () => planted((record) => (record.kind === "fault" && record.fault === "killed-before-delivery" ? { ...record, survived: false } : record)) },
  { fault: "a bad signature that was accepted", gate: "T4", codes: ["server-fault-lost-data"], records: () => planted((record) => (record.kind === "fault" && record.fault === "bad-signature" ? { ...record, survived: false } : record)) },
  { fault: "a duplicate webhook that nobody tried", gate: "T4", codes: ["server-fault-not-tried"], records: () => planted((record) => (record.kind === "fault" && record.fault === "duplicate-webhook" ? undefined : record)) },

  { fault: "a late consent tool that breaks the page", gate: "T5", codes: ["visitor-disturbed"], records: () => planted((record) => (record.kind === "fault" && record.fault === "cmp-slow" ? { ...record, survived: false } : record)) },
  { fault: "a step that could not be done", gate: "T5", codes: ["journey-broken"], records: () => planted((record) => (record.kind === "step" && record.step === 3 ? { ...record, outcome: "failed", reason: "form is not on the page" } : record)) },
  { fault: "a blocked container that nobody tried", gate: "T5", codes: ["fault-not-tried"], records: () => planted((record) => (record.kind === "fault" && record.fault === "gtm-blocked" ? undefined : record)) },

  { fault: "an undeclared difference between the environments", gate: "T6", codes: ["environment-difference"], records: () =>
    planted(keep, [{ kind: "container-check", check: "environment", aspect: "undeclared", entity: "GA4 — purchase", expected: "in both", found: "in production only" }]) },
  { fault: "a staging hit to the production property", gate: "T6", codes: ["other-environment-request"], records: () =>
    planted((record) => (record.kind === "request" && record.query["tid"] !== undefined ? { ...record, query: { ...record.query, tid: "G-NLPROD0001" } } : record)) },
  { fault: "the production container on staging", gate: "T6", codes: ["other-environment-container"], records: () =>
    planted((record) => (record.kind === "request" && record.party === "gtm" ? { ...record, query: { id: "GTM-NLPROD1" } } : record)) },
  { fault: "a staging delivery to the production property", gate: "T6", codes: ["other-environment-delivery"], records: () =>
    planted((record) => (record.kind === "delivery" && record.state === "delivered" && record.destination === "ga4" ? { ...record, received: { measurement_id: "G-NLPROD0001", test_mode: 1 } } : record)) },
]

describe("a planted fault turns exactly its gate red", () => {
  it.each(cases)("$gate: $fault", ({ records, gate, codes }) => {
    const list = records()
    expect(list).not.toEqual(healthy())
    expect(red(list)).toEqual({ [gate]: codes })
  })

  it("has a planted fault for every gate that a run without operations shows", () => {
    expect(new Set(cases.map(({ gate }) => gate))).toEqual(new Set(["P1", "P2", "P3", "P4", "P5", "T1", "T2", "T3", "T4", "T5", "T6"]))
  })
})

/** A measurement in one metric: the median of the differences and its interval. */
const costs = (metric: PerformanceMetric, difference: number, low: number, high: number): EvidenceRecord => ({ kind: "performance", page: "/", metric, slowdown: 4, volatile: { pairs: 7, without: 10, with: 10 + difference, difference, low, high, noiseLow: -1, noiseHigh: 1 } })

describe("O5 what tracking costs", () => {
  const judged = (records: readonly EvidenceRecord[], required = false) =>
    decideRecords([...healthy(), ...records], required ? { ...plan, policy: { ...plan.policy, gates: [...plan.policy.gates, "O5"] } } : plan).gates.find(({ id }) => id === "O5")
  const codesOf = (records: readonly EvidenceRecord[]) => judged(records)?.findings.map(({ code }) => code)
  it.each([
    ["within the budget, although noise reaches beyond it", [costs("blocking", 100, 20, 400)], "pass", []],
    ["over the budget with certainty", [costs("blocking", 300, 200, 400)], "fail", ["performance-over-budget"]],
    ["over the budget, perhaps", [costs("script", 450, 300, 700)], "error", ["performance-unclear"]],
    ["one request too many, each time", [costs("requests", 26, 26, 26)], "fail", ["performance-over-budget"]],
    ["a slow paint, which is told and not judged", [costs("largestPaint", 9_000, 8_000, 9_900)], "pass", []],
  ] as const)("%s", (_, records, verdict, expected) => {
    expect(judged(records)?.verdict).toBe(verdict)
    expect(codesOf(records)).toEqual(expected)
    expect(redGates(decideRecords([...healthy(), ...records]))).toEqual(expected.length === 0 ? {} : { O5: expected })
  })
  it("not measured: not applicable, unless the policy asks for it", () => {
    expect(judged([])?.verdict).toBe("not applicable")
    expect(judged([], true)).toMatchObject({ verdict: "error", findings: [{ code: "performance-not-measured" }] })
  })
})

describe("what was not shown is an error, never a pass", () => {
  const verdicts = (records: readonly EvidenceRecord[], today?: string) =>
    Object.fromEntries(decideRecords(records, plan, today).gates.filter(({ id, verdict }) => verdict !== "pass" && !(id.startsWith("O") && verdict === "not applicable")).map(({ id, verdict }) => [id, verdict]))

  it("a banner that did not show blocks both gates about consent", () => {
    expect(verdicts(planted((record) => (record.kind === "banner" ? { ...record, shown: false } : record)))).toEqual({ P2: "error", P4: "error" })
  })
  it("a record that measures only how to withdraw says nothing about the first layer", () => {
    expect(red(planted(keep, [{ kind: "banner", ...where, shown: true, withdrawClicks: 2 }]))).toEqual({})
  })
  it("an automatic hit of GA4 carries no parameter of ours", () => {
    const hit = healthy().find((record) => record.kind === "request" && record.query["en"] === "cta_click")
    expect(hit?.kind).toBe("request")
    const { "ep.test_mode": _, ...query } = hit?.kind === "request" ? hit.query : {}
    expect(red(planted(keep, hit?.kind === "request" ? [{ ...hit, query: { ...query, en: "user_engagement" } }] : []))).toEqual({})
  })
  it("a visitor who refused may get a new lead_id on every page: nothing is kept on the device", () => {
    expect(red(planted((record) => (record.kind === "storage" && record.scenario === "none" && record.step < 3 ? { ...record, leadId: `page-${record.step}` } : record)))).toEqual({})
  })
  it("a campaign in the parameters is a channel", () => {
    const records = planted((record) => {
      if (record.kind !== "server-event") return record
      const { channel: _, ...event } = record
      return { ...event, params: { ...event.params, first_utm_source: "podcast" } }
    })
    expect(red(records)).toEqual({})
  })
  it("a run without the scenario `all` does not show that marketing can be reached", () => {
    const records = planted((record) => ("scenario" in record && record.scenario !== "none" ? undefined : record))
    expect(red(records)["P3"]).toEqual(["marketing-never-allowed"])
    expect(red(records)["P2"]).toEqual(["consent-scenario-missing"])
  })
  it.each(["push", "step", "request", "storage", "banner", "element", "expectation", "server-event", "delivery", "fault", "probe"] as const)("no %s records at all", (kind) => {
    const decision = decideRecords(planted((record) => (record.kind === kind ? undefined : record)))
    expect(decision.verdict).toBe("fail")
    expect(decision.gates.some(({ verdict }) => verdict === "error")).toBe(true)
  })
  it("no record at all", () => {
    expect(decideRecords([]).gates.every(({ verdict }) => verdict === "error")).toBe(true)
  })
  it("evidence of another bundle", () => {
    const records = planted((record) => (record.kind === "run" ? { ...record, bundleDigest: "0".repeat(64) } : record))
    expect(Object.values(verdicts(records))).toEqual(Array.from({ length: Object.keys(gates).length }, () => "error"))
  })
  it("a key that the plan does not call essential, and only that", () => {
    const records = planted((record) => (record.kind === "storage" && record.step === 3 ? { ...record, localStorage: ["theme", "cart_items"] } : record))
    const naming = (essential: Record<string, string>) => ({ ...plan, consent: { ...plan.consent, essential } })
    expect(redGates(decideRecords(records, naming({ theme: "dark mode", "cart_*": "the basket" })))).toEqual({})
    expect(redGates(decideRecords(records, naming({ them: "no rest", cart_: "no star" })))).toEqual({ P4: ["cookie-unknown"] })
  })
  it("a waiver that has expired", () => {
    expect(redGates(decideRecords(healthy(), plan, "2028-01-01"))).toEqual({ T1: ["waiver-expired"] })
  })
})

describe("an exception", () => {
  const records = planted((record) => (record.kind === "banner" ? { ...record, areaRatio: 0.5 } : record))
  const excusing = (expires: string, code = "reject-smaller") => ({ ...plan, policy: { ...plan.policy, exceptions: [{ gate: "P4" as const, code, reason: "The redesign ships in March", owner: "marketing", expires }] } })
  it("lets its finding pass until its day, and stands in the decision", () => {
    const decision = decideRecords(records, excusing("2026-11-22"))
    expect(redGates(decision)).toEqual({})
    expect(decision.gates.find(({ id }) => id === "P4")?.excused).toEqual([expect.objectContaining({ code: "reject-smaller", owner: "marketing", expires: "2026-11-22" })])
  })
  it("blocks after its day, with its own code", () => {
    expect(redGates(decideRecords(records, excusing("2026-11-21")))).toEqual({ P4: ["exception-expired", "reject-smaller"] })
  })
  it("excuses nothing else, and changes the policy's digest", () => {
    expect(redGates(decideRecords(records, excusing("2027-01-01", "cookie-unknown")))).toEqual({ P4: ["reject-smaller"] })
    expect(decideRecords(records, excusing("2027-01-01")).policyDigest).not.toBe(decideRecords(records).policyDigest)
  })
  it("never excuses what was not observed", () => {
    const blind = planted((record) => (record.kind === "banner" ? undefined : record))
    expect(redGates(decideRecords(blind, excusing("2027-01-01", "records-missing")))).toEqual({ P4: ["records-missing"] })
  })
})

describe("a decision", () => {
  it("is the same for the same input and points to real lines", () => {
    const records = planted(keep, [personal("request"), check("consent"), request({})])
    const decision = decideRecords(records)
    expect(decideRecords(structuredClone(records))).toEqual(decision)
    const kinds = decision.gates.flatMap(({ findings }) => findings.flatMap((finding) => finding.records.map((line) => records[line - 1]?.kind)))
    expect(new Set(kinds)).toEqual(new Set(["personal-data", "container-check", "request"]))
  })
  it("passes over a required gate that nobody looked at: no", () => {
    const strict = { ...plan, policy: { ...plan.policy, gates: ["P1" as const, "O1" as const] } }
    expect(decideRecords(healthy(), strict).verdict).toBe("fail")
    expect(decideRecords(healthy(), { ...plan, policy: { ...plan.policy, gates: ["P1"] } }).verdict).toBe("pass")
  })
})
