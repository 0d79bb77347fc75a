import type { Program, TagDef } from "../program/program.ts"
import type { Frame } from "./frame.ts"
import type { Runtime } from "./runtime.ts"

/** Template-level overrides come first, whatever the priorities (fact B2.6). */
const OVERRIDE: Partial<Record<TagDef["kind"], number>> = { googtag: 10, gclidw: 100 }
/** Then, within one priority, template tags before custom HTML (fact B2.6). */
const LATE: Partial<Record<TagDef["kind"], number>> = { html: 1 }
/** Stands in the order for the listeners of triggers: after template tags, before custom HTML. */
export const LISTENERS = -1

/** Tag indexes in the order in which they start: override, priority, sort, then the export's own order; -1 is where listeners start. */
export const startOrder = (program: Program, runtime: Runtime): number[] => {
  const priority = program.tags.map((tag) => (typeof tag.priority === "number" ? tag.priority : Number(runtime.resolve(tag.priority, noEvent(program))) || 0))
  const key = (index: number): [number, number, number, number] => {
    if (index === LISTENERS) return [0, 0, 1, index]
    const kind = program.tags[index]?.kind ?? "unsupported"
    return [-(OVERRIDE[kind] ?? 0), -(priority[index] ?? 0), LATE[kind] ?? 0, index]
  }
  return [LISTENERS, ...program.tags.keys()].sort((a, b) => compare(key(a), key(b)))
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0
    if (value !== other) return value - other
  }
  return 0
}

/** Priorities are read before any event: a variable in one sees an empty page. */
const noEvent = (program: Program): Frame => ({
  index: -1, id: 0, name: "", message: {}, auto: {}, ecommerce: undefined, eventModel: undefined,
  conditions: new Uint8Array(program.conditions.length), callbacks: [],
})
