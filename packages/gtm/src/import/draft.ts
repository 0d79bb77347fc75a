import type { PlanInput } from "@tagwright/formats"
import { tableOf } from "../container/table.ts"
import type { Entity } from "../lint/entity.ts"
import type { Model } from "../lint/model.ts"
import type { ImportProblem } from "./problems.ts"

type EventInput = PlanInput["events"][string]
type ParameterInput = PlanInput["parameters"][string]

export interface ImportNote {
  code: ImportProblem
  message: string
  entity?: Entity
}

/** A plan while it is being drawn up from a container. Changed only through its methods. */
export class Draft {
  readonly model: Model
  readonly events: Record<string, EventInput> = tableOf({})
  readonly parameters: Record<string, ParameterInput> = tableOf({})
  readonly destinations: Record<string, PlanInput["destinations"][string]> = tableOf({})
  readonly pages: Record<string, { path: string }> = tableOf({})
  readonly notes: ImportNote[] = []
  /** Items that the plan expresses, or that a note mentions. */
  readonly accounted = new Set<Entity>()

  constructor(model: Model) {
    this.model = model
  }

  note(code: ImportProblem, message: string, entity?: Entity): void {
    this.notes.push({ code, message, ...(entity === undefined ? {} : { entity }) })
    if (entity) this.accounted.add(entity)
  }

  /** Adds an event, or returns the one that is there. */
  event(name: string, make: () => EventInput): EventInput {
    return (this.events[name] ??= make())
  }

  send(name: string, destination: string): void {
    const event = this.events[name]
    if (event && !event.to?.includes(destination)) event.to = [...(event.to ?? []), destination]
  }

  /** Lists a parameter under an event; the dictionary has each once. Drafts call everything optional. */
  parameter(event: string, name: string, make: () => ParameterInput): void {
    this.parameters[name] ??= make()
    const target = this.events[event]
    if (target && !target.optional?.includes(name)) target.optional = [...(target.optional ?? []), name]
  }

  /** The key of a page in the plan. */
  page(path: string): string {
    const known = Object.entries(this.pages).find(([, page]) => page.path === path)
    if (known) return known[0]
    const base = path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^[^A-Za-z]+|-+$/g, "") || "page"
    let key = base
    for (let copy = 2; key in this.pages; copy++) key = `${base}-${copy}`
    this.pages[key] = { path }
    return key
  }
}
