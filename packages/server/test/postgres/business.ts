import type { PlanInput, Touch } from "@tagwright/formats"
import type { NewEvent, NewDelivery } from "../../src/store/model.ts"
import type { Store } from "../../src/store/port.ts"
import { serverPlan, shopInput } from "../helpers/plan.ts"
import { newEvent } from "../store/events.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const END = Date.UTC(2026, 10, 25, 12)

/** The shop, with events that matter and a payment provider. */
export const businessPlan = serverPlan({
  ...shopInput,
  events: {
    ...shopInput.events,
    lead_submit: { ...shopInput.events.lead_submit, keyEvent: true, critical: true },
    purchase: { ...shopInput.events.purchase, keyEvent: true },
    upgrade: { describe: "Another plan", from: { webhook: "stripe", when: "paid" }, to: ["ga4"] },
  },
  funnel: [
    { step: "awareness", events: ["page_view"] },
    { step: "lead", events: ["lead_submit"] },
    { step: "purchase", events: ["purchase"] },
    { step: "upgrade", events: ["upgrade"] },
  ],
} satisfies PlanInput)

/** Small numbers that look drawn and are the same every time. */
const drawer = (): ((below: number) => number) => {
  let state = 7
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const campaigns: Touch["params"][] = [{ utm_source: "google", utm_medium: "cpc", utm_campaign: "Autumn" }, { utm_source: "letter", utm_medium: "email", utm_campaign: "may" }, { utm_source: "weird", utm_medium: "thing" }, { fbclid: "x" }, {}]
const allows = (analytics: boolean, marketing: boolean) => ({ necessary: true, analytics, marketing })
const devices = ["desktop", "mobile", "tablet", undefined] as const
const PEOPLE = 40

/** Forty people over five weeks: several devices and names, choices that change, payments, refunds, spend, and each thing that can go wrong. */
export const liveBusiness = async (store: Store): Promise<void> => {
  const draw = drawer()
  for (let person = 0; person < PEOPLE; person++) await livePerson(store, person, draw)
  await withdrawal(store)
  await crowd(store)
  await money(store)
  await outcomes(store)
}

const append = (store: Store, events: NewEvent[], rest: Partial<Parameters<Store["append"]>[0]> = {}) => store.append({ events, quarantined: [], ...rest })

const livePerson = async (store: Store, person: number, draw: (below: number) => number): Promise<void> => {
  const leadId = `lead-${person}`
  const clientId = `1.${person % 30}`
  for (let visit = 0; visit < 1 + (person % 4); visit++) {
    const at = END - DAY_MS * 2 - draw(33) * DAY_MS - draw(24) * HOUR_MS
    const params = campaigns[draw(campaigns.length)] ?? {}
    const choice = draw(5) === 0 ? allows(true, false) : allows(draw(3) > 0, draw(2) > 0)
    const about = { leadId, clientId, sessionId: `s-${person}-${visit}`, choice, device: devices[person % devices.length], testMode: person % 13 === 12 }
    const deliveries: NewDelivery[] = [{ destination: "crm", state: "pending", dueAt: at }, { destination: "letter", state: "pending", dueAt: at }]
    const touch: Touch = { at, landing: "https://shop.example/", params, ...(person % 6 === 0 && { referrer: "https://news.example/" }) }
    await append(
      store,
      [
        newEvent(`v-${person}-${visit}`, at, [], { ...about, page: { url: `https://shop.example/?${new URLSearchParams(Object.entries(params))}` } }),
        ...(person % 3 === 0 ? [newEvent(`l-${person}-${visit}`, at + HOUR_MS, deliveries, { ...about, name: "lead_submit", params: { form_id: "lead" } })] : []),
      ],
      { person: { leadId, clientId, sessionId: about.sessionId, choice, choiceAt: at, seenAt: at, denied: [], ...(person % 5 === 4 ? {} : { firstTouch: touch, lastTouch: touch }) }, edges: person % 10 === 9 ? [{ a: `lead:${leadId}`, b: `lead:lead-${person - 9}`, source: "link", at }] : [] },
    )
  }
}

/** A withdrawal that an attempt overtook, which K5 has to find. */
const withdrawal = async (store: Store): Promise<void> => {
  const [at, leadId] = [END - 5 * DAY_MS, "withdrew"]
  await append(store, [newEvent("w", at, [{ destination: "letter", state: "pending", dueAt: at }], { leadId, name: "lead_submit", choice: allows(true, true) })], { person: { leadId, choice: allows(true, true), choiceAt: at, seenAt: at, denied: [] } })
  await append(store, [], { person: { leadId, choice: allows(true, false), choiceAt: at + 1, seenAt: at, denied: [] } })
}

/** Last week at this hour there was a crowd, which agreed to everything, and people began to use what they had bought; today there is nobody, and who comes refuses. */
const crowd = async (store: Store): Promise<void> => {
  for (let index = 0; index < 120; index++) {
    const at = END - 7 * DAY_MS - index * 60_000
    const leadId = `crowd-${index}`
    const name = index < 10 ? "lead_submit" : "page_view"
    await append(store, [newEvent(`c-${index}`, at, [], { name, leadId })], { person: { leadId, choice: allows(true, true), choiceAt: at, seenAt: at, denied: [] } })
  }
  await append(store, Array.from({ length: 22 }, (_, index) => newEvent(`a-${index}`, END - 3 * DAY_MS - index * HOUR_MS, [], { name: "activation", source: "stripe", leadId: `crowd-${index}` })))
  for (let index = 0; index < 60; index++) {
    const at = END - 12 * HOUR_MS - index * 1_000
    const leadId = `today-${index}`
    await append(store, [newEvent(`t-${index}`, at, [], { leadId })], { person: { leadId, choice: allows(true, false), choiceAt: at, seenAt: at, denied: [] } })
  }
}

const money = async (store: Store): Promise<void> => {
  const amount = (minor: number, currency = "EUR") => ({ minor, currency, exponent: 2 })
  const sale = (index: number, at: number, rest: Partial<NewEvent>) => newEvent(`p-${index}`, at, [], { name: "purchase", source: "stripe", amount: amount(1_000 + index * 7, index % 5 === 0 ? "USD" : "EUR"), params: { transaction_id: `pi-${index}` }, choice: allows(true, true), ...rest })
  for (let index = 0; index < 24; index++) {
    const at = END - DAY_MS * 2 - index * 28 * HOUR_MS
    await append(store, [sale(index, at, index % 7 === 6 ? { choice: index === 6 ? undefined : allows(true, true) } : { leadId: index === 5 ? "stranger" : `lead-${index}` })])
    if (index % 6 === 0) await append(store, [newEvent(`r-${index}`, at + HOUR_MS, [], { name: "refund", source: "stripe", leadId: `lead-${index}`, amount: amount(index === 0 ? 1_000 : 301, index % 5 === 0 ? "USD" : "EUR"), params: { transaction_id: `pi-${index}` } })])
  }
  const row = { day: "2026-11-20", source: "google", medium: "cpc", currency: "EUR" }
  // The same day of the same campaign comes twice: the second import replaces the first.
  await store.importSpend([{ ...row, campaign: "autumn", minor: 1 }], END - 1)
  await store.importSpend([{ ...row, campaign: "autumn", minor: 5_000 }, { ...row, campaign: "nobody", minor: 900 }, { ...row, campaign: "May", currency: "USD", minor: 100 }], END)
}

/** Deliveries that end in every way, what did not fit the plan, and messages that cannot be read. */
const outcomes = async (store: Store): Promise<void> => {
  const at = END - DAY_MS
  for (const destination of ["crm", "letter"]) {
    const { claimed } = await store.claim({ destination, now: at, leaseUntil: at + 60_000, limit: 1_000 })
    const settlements = claimed.map(({ id, attempt }, index) => {
      const state = index % 9 === 8 ? ("dead" as const) : index % 9 === 7 ? ("pending" as const) : ("delivered" as const)
      return { id, attempt, at: at + index, dueAt: state === "pending" ? END + DAY_MS : at, state, ...(state === "delivered" ? { status: 200 } : { reason: "http_500", reasonClass: "theirs" as const }) }
    })
    await store.settle(settlements)
  }
  const reasons = ["unknown_event", "missing:form_id", "wrong_environment"]
  await store.append({ events: [], quarantined: Array.from({ length: 9 }, (_, index) => ({ id: `q-${index}`, source: "browser", receivedAt: END - index * DAY_MS - HOUR_MS, reason: reasons[index % 3] ?? "", body: "{}", ...(index % 2 === 0 && { name: "lead_submit" }) })) })
  for (let index = 0; index < 4; index++)
    await store.storeWebhook({ source: "stripe", key: `m-${index}`, receivedAt: END - 600_000 + index, headers: {}, body: Buffer.from("{}"), state: index < 2 ? "quarantined" : "received", ...(index < 2 && { reason: "signature" }) })
}
