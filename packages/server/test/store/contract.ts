import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { emailKey } from "../../src/identity/names.ts"
import type { NewEvent, PersonUpdate, WebhookSettlement } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import { newEvent } from "./events.ts"
import { identityAgrees, identityCommands } from "./identity-model.ts"
import { agreesWithModel, commands, type Harness } from "./queue-model.ts"

const NOW = 1_000_000
const LEASE = { now: NOW, leaseUntil: NOW + 100, limit: 10 }
const keepEverything = { now: NOW, eventsBefore: 0, personalBefore: 0, webhooksBefore: 0, quarantineBefore: 0, consentBefore: 0 }
const pending = (destination: string, dueAt = NOW) => ({ destination, state: "pending" as const, dueAt })
const person = (leadId: string, rest: Partial<PersonUpdate> = {}): PersonUpdate => ({ leadId, choice: { necessary: true, marketing: true }, choiceAt: NOW, seenAt: NOW, denied: [], ...rest })
const append = (store: Store, events: NewEvent[], rest: { person?: PersonUpdate } = {}) => store.append({ events, quarantined: [], ...rest })
const message = (key: string) => ({ source: "stripe", key, receivedAt: NOW, headers: { a: "b" }, body: Buffer.from(`{"id":"${key}"}`), state: "received" as const })
const meaning = (seq: number, events: NewEvent[], rest: Partial<WebhookSettlement> = {}) => ({ seq, source: "stripe", state: "processed" as const, dueAt: NOW, events, edges: [], reversed: [], ...rest })
const statesOf = async (store: Store) => (await store.deliveries({ limit: 100 })).map(({ eventId, destination, state, reason }) => [eventId, destination, state, reason])

/** What every implementation of the store promises. `models`: sequences tried against the model, `steps`: their length. */
export const storeContract = (name: string, open: () => Promise<Harness>, { models, steps }: { models: number; steps: number }): void => {
  describe(`T4 the store's contract: ${name}`, () => {
    let harness: Harness
    let store: Store
    beforeEach(async () => {
      harness = await open()
      store = harness.store
    })
    afterEach(() => harness.close())

    it("an event, its person and its deliveries are there together, after a restart too; a repeat changes nothing", async () => {
      const events = [newEvent("a", NOW, [pending("crm"), { destination: "ads", state: "withheld", dueAt: NOW, reason: "consent_denied" }], { leadId: "lead", personal: { email: "ada@buyer.example" } })]
      expect(await append(store, events, { person: person("lead") })).toEqual(["accepted"])
      expect(await append(store, [...events, newEvent("b", NOW), newEvent("b", NOW)])).toEqual(["duplicate", "accepted", "duplicate"])
      await harness.restart(NOW)
      expect(await statesOf(harness.store)).toEqual([["a", "crm", "pending", undefined], ["a", "ads", "withheld", "consent_denied"]])
      expect((await harness.store.events({ since: 0, limit: 10 })).map(({ id }) => id)).toEqual(["a", "b"])
      const { claimed } = await harness.store.claim({ destination: "crm", ...LEASE })
      expect(claimed).toMatchObject([{ attempt: 1, tries: 1, event: { id: "a" }, personal: { email: "ada@buyer.example" }, person: { leadId: "lead", choice: { marketing: true } } }])
    })

    it("many at once are many answers, each its own", async () => {
      const verdicts = await Promise.all(Array.from({ length: 200 }, (_, index) => append(store, [newEvent(`e${index % 100}`, NOW, [pending("crm")])])))
      expect(verdicts.flat().filter((verdict) => verdict === "accepted")).toHaveLength(100)
      const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim({ destination: "crm", ...LEASE })))
      expect(new Set(claims.flatMap(({ claimed }) => claimed.map(({ id }) => id))).size).toBe(100)
      expect(claims.flatMap(({ claimed }) => claimed)).toHaveLength(100)
    })

    it("one that cannot be stored does not take its neighbours with it", async () => {
      const broken = { ...newEvent("broken", NOW), params: JSON.parse('{"x":1}'), at: Number.NaN }
      const answers = await Promise.allSettled([append(store, [newEvent("a", NOW)]), append(store, [broken]), append(store, [newEvent("b", NOW)])])
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"])
      expect((await store.events({ since: 0, limit: 10 })).map(({ id }) => id)).toEqual(["a", "b"])
    })

    it("withdrawal stops what waits, an older choice changes nothing, and the log tells both", async () => {
      await append(store, [newEvent("a", NOW, [pending("ads"), pending("crm")], { leadId: "lead" })], { person: person("lead") })
      await append(store, [], { person: person("lead", { choice: { necessary: true, marketing: false }, choiceAt: NOW + 10, denied: ["ads"] }) })
      await append(store, [], { person: person("lead", { choice: { necessary: true, marketing: true }, choiceAt: NOW + 5 }) })
      expect(await statesOf(store)).toEqual([["a", "ads", "withheld", "consent_withdrawn"], ["a", "crm", "pending", undefined]])
      expect((await store.person("lead"))?.choice).toEqual({ necessary: true, marketing: false })
      expect((await store.consentOf(["lead"])).map(({ at }) => at)).toEqual([NOW, NOW + 10])
    })
    it("a choice that was confirmed later is not undone by one in between", async () => {
      await append(store, [], { person: person("lead", { choice: { marketing: true }, choiceAt: NOW }) })
      await append(store, [], { person: person("lead", { choice: { marketing: true }, choiceAt: NOW + 50 }) })
      await append(store, [], { person: person("lead", { choice: { marketing: false }, choiceAt: NOW + 30, denied: ["ads"] }) })
      expect((await store.person("lead"))?.choice).toEqual({ marketing: true })
    })
    it("of a person's ordered deliveries the next waits until the one before has ended; those of others, and unordered ones, do not", async () => {
      const ordered = (destination: string) => ({ ...pending(destination), ordered: true })
      await append(store, ["a1", "a2", "a3"].map((id) => newEvent(id, NOW, [ordered("crm"), pending("ads")], { leadId: "ann" })))
      await append(store, [newEvent("b1", NOW, [ordered("crm")], { leadId: "bob" }), newEvent("n1", NOW, [ordered("crm")]), newEvent("n2", NOW, [ordered("crm")])])
      const claim = async (now = NOW) => (await store.claim({ destination: "crm", ...LEASE, now, leaseUntil: now + 100 })).claimed
      expect((await store.claim({ destination: "ads", ...LEASE })).claimed).toHaveLength(3)
      const first = await claim()
      expect(first.map(({ event }) => event.id)).toEqual(["a1", "b1", "n1", "n2"])
      expect(await claim(), "under way").toEqual([])
      const [a1] = first
      const end = { id: a1?.id ?? 0, attempt: 1, at: NOW }
      await store.settle([{ ...end, state: "pending", dueAt: NOW + 50, reason: "http_503" }])
      expect(await claim(), "waits for its next attempt").toEqual([])
      expect((await store.claim({ destination: "crm", ...LEASE })).nextDueAt).toBe(NOW + 50)
      const [again] = await claim(NOW + 50)
      expect(again?.event.id).toBe("a1")
      await store.settle([{ ...end, attempt: 2, state: "dead", dueAt: NOW, reason: "http_422" }])
      const [second] = await claim(NOW + 50)
      expect(second?.event.id).toBe("a2")
      await store.erase({ leadId: "ann", now: NOW, kinds: {}, byClientId: [], errand: { id: "errand", name: "$erasure", source: "operator", at: NOW, receivedAt: NOW, params: {}, testMode: false } })
      expect((await statesOf(store)).find(([id]) => id === "a3")).toEqual(["a3", "crm", "withheld", "erased"])
    })
    it("a delivery withheld while it was under way is recorded as what happened", async () => {
      await append(store, [newEvent("a", NOW, [pending("ads")], { leadId: "lead" }), newEvent("b", NOW, [pending("ads")], { leadId: "lead" })], { person: person("lead") })
      const { claimed } = await store.claim({ destination: "ads", ...LEASE })
      await append(store, [], { person: person("lead", { choice: {}, choiceAt: NOW + 1, denied: ["ads"] }) })
      expect(await store.settle(claimed.map(({ id, attempt, event }) => ({ id, attempt, at: NOW, dueAt: NOW, state: event.id === "a" ? "delivered" : "pending", reason: event.id === "a" ? undefined : "http_503" })))).toBe(2)
      expect((await statesOf(store)).map(([id, , state, reason]) => [id, state, reason])).toEqual([["a", "delivered", undefined], ["b", "withheld", "consent_withdrawn"]])
    })

    it("a message is stored once, read by one, and what it means is one commit", async () => {
      expect([await store.storeWebhook(message("m")), await store.storeWebhook(message("m"))]).toEqual([{ fresh: true }, { fresh: false }])
      const { due } = await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 100, limit: 10 })
      expect(due).toMatchObject([{ source: "stripe", body: '{"id":"m"}', headers: { a: "b" }, attempt: 0 }])
      expect((await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 100, limit: 10 })).due).toEqual([])
      expect((await store.takeWebhooks({ now: NOW + 100, leaseUntil: NOW + 200, limit: 10 })).due).toHaveLength(1)
      const seq = due[0]?.seq ?? 0
      expect(await store.settleWebhook(meaning(seq, [newEvent("p", NOW, [pending("ads")], { keys: ["purchase:pi"] })]))).toEqual(["accepted"])
      expect(await store.settleWebhook(meaning(seq, [newEvent("q", NOW)]))).toEqual([])
      expect(await store.hasConversion(["purchase:other", "purchase:pi"])).toBe(true)
    })
    it("a quarantined message that verifies later takes its place", async () => {
      await store.storeWebhook({ ...message("m"), state: "quarantined", reason: "secret_missing" })
      expect(await store.storeWebhook({ ...message("m"), state: "quarantined" })).toEqual({ fresh: false })
      expect(await store.storeWebhook(message("m"))).toEqual({ fresh: true })
    })
    it("one conversion per payment: who knows the person may come later", async () => {
      const keys = ["purchase:pi"]
      await store.storeWebhook(message("first"))
      await store.storeWebhook(message("second"))
      const [first, second] = (await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 1, limit: 2 })).due
      await store.settleWebhook(meaning(first?.seq ?? 0, [newEvent("p1", NOW, [{ destination: "ads", state: "withheld", dueAt: NOW, reason: "consent_unknown" }], { keys })]))
      expect(await store.settleWebhook(meaning(second?.seq ?? 0, [newEvent("p2", NOW, [pending("ads")], { keys, leadId: "lead" })], { edges: [["payment:pi", "lead:lead"]] }))).toEqual(["adopted"])
      expect(await statesOf(store)).toEqual([["p1", "ads", "pending", undefined]])
      expect(await store.leadOf(["payment:pi"])).toBe("lead")
      await store.storeWebhook(message("reversal"))
      const [reversal] = (await store.takeWebhooks({ now: NOW + 2, leaseUntil: NOW + 3, limit: 2 })).due
      await store.settleWebhook(meaning(reversal?.seq ?? 0, [], { reversed: keys }))
      expect(await statesOf(store)).toEqual([["p1", "ads", "withheld", "reversed"]])
    })

    it("a reversal that comes before what it reverses still reverses it, and money that did not move is marked", async () => {
      const amount = { minor: 500, currency: "EUR", exponent: 2 }
      for (const key of ["reversal", "refund", "other"]) await store.storeWebhook(message(key))
      const [reversal, refund, other] = (await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 1, limit: 3 })).due
      await store.settleWebhook(meaning(reversal?.seq ?? 0, [], { reversed: ["refund:re_1"] }))
      expect(await store.settleWebhook(meaning(refund?.seq ?? 0, [newEvent("r1", NOW, [pending("ads")], { keys: ["refund:re_1"], amount })]))).toEqual(["accepted"])
      await store.settleWebhook(meaning(other?.seq ?? 0, [newEvent("r2", NOW, [pending("ads")], { keys: ["refund:re_2"], amount })]))
      expect(await statesOf(store)).toEqual([["r1", "ads", "withheld", "reversed"], ["r2", "ads", "pending", undefined]])
      expect((await store.events({ since: 0, limit: 10 })).map(({ reversedAt }) => reversedAt)).toEqual([NOW, undefined])
      expect((await store.conversionKeys("refund:re_")).toSorted()).toEqual(["refund:re_1", "refund:re_2"])
      expect(await store.conversionKeys("refund:re_1x")).toEqual([])
    })

    it("consent that comes later lets go what was withheld for want of it, and nothing else", async () => {
      const withheld = (destination: string, reason: string) => ({ destination, state: "withheld" as const, dueAt: NOW, reason })
      await append(store, [newEvent("a", NOW, [withheld("ga4", "consent_denied"), withheld("ads", "consent_unknown"), withheld("crm", "erased")])])
      const choice = { necessary: true, marketing: true }
      expect(await store.grant({ id: "a", choice, destinations: ["ga4", "crm"], now: NOW + 1 })).toBe(true)
      expect(await store.grant({ id: "a", choice, destinations: ["ga4", "crm"], now: NOW + 2 })).toBe(false)
      expect(await statesOf(store)).toEqual([["a", "ga4", "pending", undefined], ["a", "ads", "withheld", "consent_unknown"], ["a", "crm", "withheld", "erased"]])
      expect((await store.events({ since: 0, limit: 1 }))[0]?.choice).toEqual(choice)
    })

    it("identity: names hang together by edges in force, and can be taken apart", async () => {
      const edges = [{ a: "email:x", b: "lead:1", source: "form", at: NOW }, { a: "email:x", b: "lead:2", source: "form", at: NOW + 1 }]
      await store.append({ events: [], quarantined: [], edges: [...edges, ...edges] })
      expect(await store.cluster("lead:1")).toEqual(["email:x", "lead:1", "lead:2"])
      expect(await store.edgesOf(["email:x"])).toHaveLength(2)
      expect(await store.leadOf(["email:x"])).toBe("2")
      expect(await store.unmerge({ a: "lead:2", b: "email:x", now: NOW + 2 })).toBe(1)
      expect(await store.cluster("lead:1")).toEqual(["email:x", "lead:1"])
      await store.append({ events: [], quarantined: [], edges })
      expect(await store.cluster("lead:1"), "a later report does not revive it").toEqual(["email:x", "lead:1"])
    })

    it("erasure: nothing of the person is left, recipients are told, figures stay", async () => {
      const touch = { at: NOW, landing: "https://shop.example/", params: {} }
      const events = [newEvent("a", NOW, [pending("crm"), pending("ads")], { leadId: "lead", clientId: "1.1", personal: { email: "ada@buyer.example" }, amount: { minor: 100, currency: "EUR", exponent: 2 } })]
      await append(store, events, { person: person("lead", { firstTouch: touch }) })
      const [claimed] = (await store.claim({ destination: "crm", ...LEASE })).claimed
      if (claimed === undefined) throw new Error("nothing claimed")
      await store.settle([{ id: claimed.id, attempt: claimed.attempt, at: NOW, dueAt: NOW, state: "delivered", answer: "ok" }])
      expect(await store.exportPerson("lead")).toMatchObject({ events: [{ id: "a", personal: { email: "ada@buyer.example" } }], deliveries: [{ destination: "crm", state: "delivered" }, { destination: "ads", state: "pending" }] })
      const errand = { id: "errand", name: "$erasure", source: "operator", at: NOW, receivedAt: NOW, params: {}, testMode: false }
      expect(await store.erase({ leadId: "lead", now: NOW, kinds: { email: "email" }, byClientId: ["ga4"], errand })).toEqual({ leads: 1, events: 1, told: ["crm", "ga4"] })
      expect(await store.person("lead")).toBeUndefined()
      expect(await store.touchesOf("lead")).toEqual([])
      expect(await store.consentOf(["lead"])).toEqual([])
      const [figure] = await store.events({ since: 0, limit: 1 })
      expect([figure?.id, figure?.leadId, figure?.amount?.minor]).toEqual(["a", undefined, 100])
      expect(await statesOf(store)).toEqual([["a", "crm", "delivered", undefined], ["a", "ads", "withheld", "erased"], ["errand", "crm", "pending", undefined], ["errand", "ga4", "pending", undefined]])
      expect(await store.erased("errand")).toEqual({ emails: ["ada@buyer.example"], leadIds: ["lead"], clientIds: ["1.1"] })
      expect(await store.erased("a"), "no errand").toBeUndefined()
      expect(await store.closeErrands(), "not before everybody was told").toBe(0)
      const [told] = (await store.claim({ destination: "crm", ...LEASE })).claimed
      expect(told).toMatchObject({ event: { id: "errand" }, personal: { $emails: "ada@buyer.example", $leads: "lead", $clients: "1.1" } })
      const [ga4] = (await store.claim({ destination: "ga4", ...LEASE })).claimed
      for (const one of [told, ga4]) await store.settle([{ id: one?.id ?? 0, attempt: one?.attempt ?? 0, at: NOW, dueAt: NOW, state: "delivered" }])
      expect((await store.depth()).erasurePending).toBe(1)
      expect(await store.closeErrands()).toBe(1)
      expect((await store.depth()).erasurePending).toBe(0)
      expect(await store.erased("errand"), "everybody knows").toBeUndefined()
    })

    describe("suppression: who was erased comes back into no marketing tool with a later event", () => {
      const rule = { kinds: { email: "email" as const, mobile: "phone" as const }, category: "marketing" }
      const ada = { email: "ada@buyer.example", mobile: "+44 20 7946 0018" }
      const yes = { necessary: true, marketing: true }
      const no = { necessary: true, marketing: false }
      const claimMarketing = async (now = NOW + 50) => {
        const { claimed } = await harness.store.claim({ destination: "ads", now, leaseUntil: now + 100, limit: 10, suppression: rule })
        return claimed.map(({ event, suppressed = false }) => [event.id, suppressed])
      }
      const later = (id: string, rest: Partial<NewEvent>) => newEvent(id, NOW + 20, [pending("ads"), pending("crm")], rest)
      beforeEach(async () => {
        // A device that nobody joined to the person, with a choice from before.
        await append(store, [], { person: person("colleague", { choice: yes }) })
        await append(store, [newEvent("a", NOW, [], { leadId: "ada", personal: ada })], { person: person("ada") })
        await store.erase({ leadId: "ada", now: NOW + 10, kinds: rule.kinds, byClientId: [], errand: newEvent("errand", NOW, [], { name: "$erasure" }) })
        await harness.restart(NOW + 10)
        store = harness.store
      })

      it("by address or telephone number, however written, from an invoice or a form; what was asked for goes on", async () => {
        await append(store, [
          later("invoice", { personal: { email: " Ada@Buyer.example " } }),
          later("form", { leadId: "colleague", personal: { email: "ada@buyer.example" } }),
          later("call", { leadId: "colleague", personal: { mobile: "0044 20 79460018" } }),
          later("other", { leadId: "colleague", personal: { email: "bob@buyer.example" } }),
        ])
        expect(await claimMarketing()).toEqual([["invoice", true], ["form", true], ["call", true], ["other", false]])
        const { claimed } = await store.claim({ destination: "crm", ...LEASE, now: NOW + 50 })
        expect(claimed.map(({ event, suppressed = false }) => [event.id, suppressed])).toEqual(["invoice", "form", "call", "other"].map((id) => [id, false]))
      })

      it("the erased browser, which says again what was chosen before; not once it chose again", async () => {
        await append(store, [later("same", { leadId: "ada" })], { person: person("ada", { choice: yes, choiceAt: NOW + 20 }) })
        expect(await claimMarketing(NOW + 50)).toEqual([["same", true]])
        await append(store, [], { person: person("ada", { choice: no, choiceAt: NOW + 60 }) })
        await append(store, [later("chosen", { leadId: "ada", personal: ada })], { person: person("ada", { choice: yes, choiceAt: NOW + 70 }) })
        expect(await claimMarketing(NOW + 80)).toEqual([["chosen", false]])
      })

      it("not somebody who agrees on a browser of theirs that we first hear of afterwards", async () => {
        await append(store, [later("new", { leadId: "ada-again", personal: ada })], { person: person("ada-again", { choice: yes, choiceAt: NOW + 30 }) })
        await append(store, [later("refused", { leadId: "ada-third", personal: ada })], { person: person("ada-third", { choice: no, choiceAt: NOW + 30 }) })
        expect(await claimMarketing()).toEqual([["new", false], ["refused", true]])
      })

      it("it can be asked who was erased when; the list holds no name", async () => {
        const name = emailKey("ada@buyer.example")
        expect(await store.erasedAt([name, "email:other"])).toBe(NOW + 10)
        expect(await store.erasedAt(["lead:ada"])).toBe(NOW + 10)
        expect(await store.erasedAt(["lead:colleague", "client:1.1"])).toBeUndefined()
        expect(await store.erasedAt([])).toBeUndefined()
        await append(store, [newEvent("b", NOW + 20, [], { leadId: "second", personal: ada })])
        await store.erase({ leadId: "second", now: NOW + 30, kinds: rule.kinds, byClientId: [], errand: newEvent("errand-2", NOW, [], { name: "$erasure" }) })
        expect(await store.erasedAt([name]), "the last time counts").toBe(NOW + 30)
      })
    })

    it("retention: old events go unless something waits for them", async () => {
      await append(store, [newEvent("old", NOW - 10, [], { leadId: "gone" }), newEvent("waits", NOW - 10, [pending("crm")]), newEvent("new", NOW)], { person: person("gone", { seenAt: NOW - 10, choiceAt: NOW - 10 }) })
      let rows = 0
      for (let gone = 1; gone > 0; rows += gone) gone = await store.applyRetention({ ...keepEverything, eventsBefore: NOW - 5, consentBefore: NOW - 5 })
      expect(rows).toBe(3)
      expect((await store.events({ since: 0, limit: 10 })).map(({ id }) => id)).toEqual(["waits", "new"])
      expect(await store.person("gone")).toBeUndefined()
      expect((await store.depth()).retentionAt).toBe(NOW)
    })

    it("retention: each class of data has its own time", async () => {
      await store.storeWebhook({ ...message("old"), receivedAt: NOW - 10, state: "quarantined" })
      await store.append({ events: [newEvent("old", NOW - 10, [], { leadId: "lead", personal: { email: "ada@buyer.example" } })], quarantined: [{ id: "q", source: "browser", receivedAt: NOW - 10, reason: "unknown_event", body: "{}" }] })
      expect(await store.applyRetention({ ...keepEverything, personalBefore: NOW - 5 })).toBe(1)
      expect((await store.exportPerson("lead")).events).toMatchObject([{ id: "old", personal: {} }])
      expect(await store.applyRetention({ ...keepEverything, webhooksBefore: NOW - 5 })).toBe(1)
      expect((await store.stats()).webhooks).toEqual([])
      expect(await store.quarantine({ since: 0, limit: 9 })).toHaveLength(1)
      expect(await store.applyRetention({ ...keepEverything, quarantineBefore: NOW - 5 })).toBe(1)
      expect(await store.quarantine({ since: 0, limit: 9 })).toEqual([])
      expect(await store.applyRetention({ ...keepEverything, personalBefore: NOW - 5, quarantineBefore: NOW - 5, webhooksBefore: NOW - 5 })).toBe(0)
    })

    it("what waits and what is dead is counted, and lists can be narrowed", async () => {
      await append(store, [newEvent("a", NOW - 5, [pending("crm"), pending("ads")], { leadId: "lead" }), newEvent("b", NOW, [pending("crm")])])
      const [first] = (await store.claim({ destination: "crm", ...LEASE, limit: 1 })).claimed
      await store.settle([{ id: first?.id ?? 0, attempt: 1, at: NOW, dueAt: NOW, state: "dead", reason: "http_422", reasonClass: "data", status: 422, answer: "no" }])
      const { waiting, oldest } = await store.depth()
      expect(waiting.toSorted((x, y) => x.state.localeCompare(y.state) || x.destination.localeCompare(y.destination))).toEqual([
        { destination: "crm", state: "dead", count: 1 },
        { destination: "ads", state: "pending", count: 1 },
        { destination: "crm", state: "pending", count: 1 },
      ])
      expect(oldest.toSorted((x, y) => x.destination.localeCompare(y.destination))).toEqual([{ destination: "ads", receivedAt: NOW - 5 }, { destination: "crm", receivedAt: NOW }])
      expect(await store.deliveries({ state: "dead", limit: 9 })).toMatchObject([{ eventId: "a", reason: "http_422", reasonClass: "data", status: 422, leadId: "lead" }])
      expect(await store.deliveries({ eventId: "a", destination: "ads", limit: 9 })).toHaveLength(1)
      expect(await store.deliveries({ leadId: "lead", limit: 9 })).toHaveLength(2)
      expect(await store.delivery(first?.id ?? 0)).toMatchObject({ answer: "no", eventBody: { id: "a" } })
      expect((await store.stats()).queue).toContainEqual({ destination: "crm", state: "dead", count: 1 })
    })

    it("what waits for its next attempt is due at once when that is asked for; what is under way is left alone", async () => {
      await append(store, [newEvent("a", NOW, [pending("crm")]), newEvent("b", NOW, [pending("crm")])])
      const { claimed } = await store.claim({ destination: "crm", ...LEASE, limit: 2 })
      const [a] = claimed
      await store.settle([{ id: a?.id ?? 0, attempt: 1, at: NOW, dueAt: NOW + 1_000, state: "pending", reason: "http_503", reasonClass: "theirs", status: 503, answer: undefined }])
      expect(await store.redrive({ now: NOW, destination: "crm" })).toBe(0)
      expect(await store.redrive({ now: NOW, destination: "crm", waiting: true })).toBe(1)
      expect((await store.claim({ destination: "crm", ...LEASE, limit: 2 })).claimed.map(({ event }) => event.id)).toEqual(["a"])
    })

    it("a message that died, or that the plan had no use for, is read again when that is asked for", async () => {
      for (const key of ["dead", "unwanted", "read", "other"]) await store.storeWebhook({ ...message(key), source: key === "other" ? "paddle" : "stripe" })
      const [dead, unwanted, read, other] = (await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 1, limit: 9 })).due
      await store.settleWebhook(meaning(dead?.seq ?? 0, [], { state: "dead", reason: "plan:wrong_type" }))
      await store.settleWebhook(meaning(unwanted?.seq ?? 0, [], { state: "ignored", reason: "not_in_plan" }))
      await store.settleWebhook(meaning(read?.seq ?? 0, []))
      await store.settleWebhook({ ...meaning(other?.seq ?? 0, [], { state: "dead", reason: "shape_unknown" }), source: "paddle" })
      expect(await store.rereadWebhooks({ now: NOW + 2, seqs: [dead?.seq ?? 0], reason: "shape_unknown" })).toBe(0)
      expect(await store.rereadWebhooks({ now: NOW + 2, source: "stripe" })).toBe(2)
      expect((await store.takeWebhooks({ now: NOW + 2, leaseUntil: NOW + 3, limit: 9 })).due).toMatchObject([{ seq: dead?.seq, attempt: 0, body: `{"id":"dead"}` }, { seq: unwanted?.seq }])
    })

    it("canaries: the last that arrived is known by destination, after they are gone too", async () => {
      const canary = (id: string, at: number) => newEvent(id, at, [pending("crm", at)], { name: "$canary", testMode: true })
      expect((await store.depth()).canaries).toEqual([])
      await append(store, [canary("one", NOW), canary("two", NOW + 10), newEvent("a", NOW)])
      for (const [destination, at] of [["crm", NOW], ["ga4", NOW + 1], ["crm", NOW + 5]] as const) await store.canaryThrough({ destination, at })
      expect(await store.dropCanaries(NOW + 10)).toBe(1)
      expect((await store.events({ since: 0, limit: 9 })).map(({ id }) => id)).toEqual(["two", "a"])
      await harness.restart(NOW)
      expect((await harness.store.depth()).canaries).toEqual([{ destination: "crm", at: NOW + 5 }, { destination: "ga4", at: NOW + 1 }])
    })

    it("a message that our clock made look late can be read by hand, others of the quarantine cannot", async () => {
      await store.storeWebhook({ ...message("late"), state: "quarantined", reason: "our_clock_may_be_wrong" })
      await store.storeWebhook({ ...message("strange"), state: "quarantined", reason: "signature_wrong_or_secret_wrong" })
      expect(await store.rereadWebhooks({ now: NOW, source: "stripe" })).toBe(1)
      expect((await store.takeWebhooks({ now: NOW, leaseUntil: NOW + 100, limit: 9 })).due.map(({ body }) => body)).toEqual(['{"id":"late"}'])
    })

    it("quarantined events are kept apart", async () => {
      await store.append({ events: [], quarantined: [{ id: "x", source: "browser", receivedAt: NOW, reason: "unknown_event", body: "{}", leadId: "lead" }] })
      expect(await store.quarantine({ since: 0, limit: 9 })).toMatchObject([{ id: "x", reason: "unknown_event" }])
    })

    it("the queue agrees with a plain model after any sequence of arrivals, claims, outcomes, waits, restarts and redrives", async () => {
      await fc.assert(
        fc.asyncProperty(commands(steps), (sequence) => agreesWithModel(sequence, open)),
        { numRuns: models },
      )
    }, 120_000)

    it("K4 identity agrees with a plain model after any sequence of reports, messages, un-merges, erasures and restarts", async () => {
      await fc.assert(
        fc.asyncProperty(identityCommands(steps), (sequence) => identityAgrees(sequence, open)),
        { numRuns: models },
      )
    }, 120_000)
  })
}
