import type { VariableKind } from "../program/program.ts"
import type { Frame } from "./frame.ts"
import { describe, type EventDetail } from "./record.ts"
import type { Runtime } from "./runtime.ts"

/** Kinds that can be read without running anybody's code. */
const HARMLESS: Partial<Record<VariableKind, true>> = { v: true, f: true, e: true, k: true, aev: true, cid: true, ctv: true, dbg: true, ev: true, u: true, analytics: true }

/** What a debug page shows of an event beyond its tags. */
export const detailOf = (frame: Frame, messages: unknown[], runtime: Runtime): EventDetail => {
  const seen = frame.seen ?? {}
  for (const [index, { name, kind, params }] of runtime.program.variables.entries())
    if (HARMLESS[kind] === true && params["customUrlSource"] === undefined && !Object.hasOwn(seen, name)) runtime.variable(index, frame)
  // "gtm.triggers" is the runtime's own.
  const { "gtm.triggers": _own, ...variables } = seen
  return { at: frame.began ?? 0, messages, variables, layer: describe(runtime.model.everything()) }
}

/** A value for JSON, which has no word for undefined. */
export const shown = (value: unknown): unknown => (value === undefined ? "[undefined]" : describe(value))

/** A message as a debug page shows it: commands as what was called, functions by name only. */
export const describeMessage = (pushed: unknown): unknown => {
  if (Object.prototype.toString.call(pushed) === "[object Arguments]") return { gtag: describe(Array.prototype.slice.call(pushed)) }
  return Array.isArray(pushed) ? { call: describe(pushed) } : describe(pushed)
}
