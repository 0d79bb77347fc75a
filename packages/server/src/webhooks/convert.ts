import type { ParamValue } from "@tagwright/formats"
import type { CompiledEvent } from "../plan/event.ts"
import { routed } from "../plan/consent.ts"
import type { PlanRuntime } from "../plan/runtime.ts"
import type { NewEvent, Person } from "../store/model.ts"
import { major } from "./money.ts"
import type { Occasion } from "./occasion.ts"

export interface KnownPerson {
  leadId: string
  person: Person | undefined
}

/** Parameters by GA4's standard names; the plan decides which of them an event has. */
const valuesOf = (occasion: Occasion): Record<string, ParamValue | undefined> => ({
  transaction_id: occasion.transactionId,
  value: occasion.amount && major(occasion.amount),
  currency: occasion.amount?.currency,
  items: occasion.items,
  item_id: occasion.itemId ?? occasion.items?.[0]?.item_id,
})

const campaignOf = (runtime: PlanRuntime, person: Person | undefined): Record<string, string> => {
  const keys = [...runtime.plan.attribution.campaign, ...runtime.plan.attribution.clickIds]
  const of = (prefix: string, params: Record<string, string> | undefined): [string, string][] =>
    keys.flatMap((key): [string, string][] => (params?.[key] === undefined ? [] : [[`${prefix}_${key}`, params[key]]]))
  return Object.fromEntries([...of("first", person?.firstTouch?.params), ...of("last", person?.lastTouch?.params)])
}

const personalOf = (runtime: PlanRuntime, event: CompiledEvent, occasion: Occasion): Record<string, string> | undefined => {
  const known: Partial<Record<string, string | undefined>> = { email: occasion.email, name: occasion.name }
  const grantedTo = new Set(event.routes.map((route) => route.destination))
  // The payment provider was given the address for the payment; it goes on only to destinations the plan grants that kind of value.
  const values = Object.values(runtime.plan.parameters).flatMap((parameter): [string, string][] => {
    const value = known[parameter.type]
    return value !== undefined && parameter.only?.some((id) => grantedTo.has(id)) ? [[parameter.id, value]] : []
  })
  return values.length === 0 ? undefined : Object.fromEntries(values)
}

export type Converted = { ok: true; event: NewEvent } | { ok: false; reason: string }

/** An occasion in the words of one event of the plan, joined to the person: ids, consent and campaign as the browser gave them. */
export const convert = (runtime: PlanRuntime, source: string, event: CompiledEvent, occasion: Occasion, known: KnownPerson | undefined, now: number): Converted => {
  const declared = new Set([...event.plan.required, ...event.plan.optional])
  const fits = (name: string, value: ParamValue): boolean => event.plan.required.includes(name) || event.check({ ...requiredOf(event, occasion), [name]: value }) === undefined
  const params = Object.fromEntries(Object.entries(valuesOf(occasion)).flatMap(([name, value]) => (value !== undefined && declared.has(name) && fits(name, value) ? [[name, value]] : [])))
  const violation = event.check(params)
  if (violation !== undefined) return { ok: false, reason: violation }
  const person = known?.person
  const key = occasion.keys[0] ?? ""
  return {
    ok: true,
    event: {
      id: `${source}.${event.name}.${key}`,
      name: event.name,
      source,
      at: occasion.at,
      receivedAt: now,
      leadId: known?.leadId,
      clientId: person?.clientId,
      sessionId: person?.sessionId,
      choice: person?.choice,
      params: { ...event.clean(params), ...(event.plan.attach.includes("attribution") ? campaignOf(runtime, person) : {}) },
      personal: personalOf(runtime, event, occasion),
      amount: occasion.amount,
      testMode: runtime.environment.testMode,
      keys: occasion.keys.map((one) => `${event.name}:${one}`),
      deliveries: routed(event.routes, person?.choice, now),
    },
  }
}

const requiredOf = (event: CompiledEvent, occasion: Occasion): Record<string, ParamValue> =>
  Object.fromEntries(Object.entries(valuesOf(occasion)).flatMap(([name, value]) => (value !== undefined && event.plan.required.includes(name) ? [[name, value]] : [])))
