import type { SequenceStep, TagDef } from "../program/program.ts"
import { errorText } from "./evaluate.ts"
import type { Frame } from "./frame.ts"
import { describe, type FiredTag, type NotFiredReason } from "./record.ts"
import type { Abilities, Runtime, TagStatus } from "./runtime.ts"

/** One tag that was started, for `eventCallback` and for the record. */
export interface Started {
  tag: TagDef
  fired: FiredTag
  began: number
  ended?: number
  metadata: Record<string, unknown>
}

/** Told as tags start, end or are held back. */
export interface Watch {
  started: (started: Started) => void
  ended: (started: Started) => void
  held: (tag: TagDef, reason: NotFiredReason, detail: string) => void
  /** False: nobody reads the record, so values are not written down. */
  explain: boolean
}

type Outcome = "success" | "failure" | "terminated"
type Done = (outcome: Outcome) => void

interface Guard {
  event: number
  outcome?: Outcome
  waiting: Done[]
}

/** Runs tags with their sequences and guards. One per container and page load (fact B5). */
export class TagRuns {
  readonly #guards = new Map<number, Guard>()
  readonly #runtime: Runtime
  readonly #abilities: Abilities
  readonly #removed: (tag: TagDef) => string | undefined
  /** The event as one tag sees it: a server container's transformations change it. */
  readonly #view: (tag: TagDef, frame: Frame) => Frame

  constructor(runtime: Runtime, abilities: Abilities, removed: (tag: TagDef) => string | undefined, view = (_tag: TagDef, frame: Frame): Frame => frame) {
    this.#view = view
    this.#runtime = runtime
    this.#abilities = abilities
    this.#removed = removed
  }

  start(index: number, frame: Frame, watch: Watch, done: Done = ignore, forTag?: string, chain: readonly number[] = []): void {
    const tag = this.#runtime.program.tags[index]
    if (tag === undefined || chain.includes(index)) return done("failure")
    const lost = this.#removedInSequence(tag, [index])
    if (lost !== undefined) {
      watch.held(tag, "not-allowed", lost)
      return done("failure")
    }
    const links = [...chain, index]
    this.#setup(tag, frame, watch, links, (goOn) => {
      if (!goOn) {
        watch.held(tag, "setup-failed", `the setup tag "${this.#nameOf(tag.setup)}" failed`)
        return done("terminated")
      }
      const after: Done = (outcome) => this.#cleanup(tag, frame, watch, links, outcome, done)
      const guard = this.#guard(index, tag, frame, watch, after)
      if (guard === undefined) return
      this.#main(tag, frame, watch, forTag, (outcome) => {
        guard.outcome = outcome
        for (const waiting of [after, ...guard.waiting.splice(0)]) waiting(outcome)
      })
    })
  }

  /** Repeats get the first result and do not run; setup and cleanup lie outside the guard and have their own. */
  #guard(index: number, tag: TagDef, frame: Frame, watch: Watch, done: Done): Guard | undefined {
    const known = this.#guards.get(index)
    const repeated = known !== undefined && (tag.option === "ONCE_PER_LOAD" || (tag.option === "ONCE_PER_EVENT" && known.event === frame.id))
    if (!repeated) {
      const fresh: Guard = { event: frame.id, waiting: [] }
      this.#guards.set(index, fresh)
      return fresh
    }
    if (tag.option === "ONCE_PER_LOAD") watch.held(tag, "once-per-load", "has already run on this page")
    else watch.held(tag, "once-per-event", "has already run on this event")
    if (known.outcome !== undefined) done(known.outcome)
    else known.waiting.push(done)
    return undefined
  }

  #setup(tag: TagDef, frame: Frame, watch: Watch, chain: readonly number[], next: (goOn: boolean) => void): void {
    const step = tag.setup
    if (step === undefined) return next(true)
    this.start(step.tag, frame, watch, (outcome) => next(outcome === "success" || !step.stopOnFailure), tag.name, chain)
  }

  #cleanup(tag: TagDef, frame: Frame, watch: Watch, chain: readonly number[], outcome: Outcome, settle: Done): void {
    const step = tag.teardown
    if (step === undefined || (outcome !== "success" && step.stopOnFailure)) return settle(outcome)
    this.start(step.tag, frame, watch, () => settle(outcome), tag.name, chain)
  }

  #main(tag: TagDef, event: Frame, watch: Watch, forTag: string | undefined, done: Done): void {
    const frame = this.#view(tag, event)
    const held = this.#heldBack(tag, frame)
    if (held !== undefined) {
      watch.held(tag, held.reason, held.detail)
      return done("failure")
    }
    const runtime = this.#runtime
    const fired: FiredTag = { tag: tag.name, type: tag.type, status: "running", values: {}, triggers: [] }
    if (forTag !== undefined) fired.for = forTag
    const started: Started = { tag, fired, began: runtime.host.clock.now(), metadata: metadata(tag, frame, runtime) }
    watch.started(started)
    const end = (status: TagStatus): void => {
      if (started.ended !== undefined) return
      started.ended = runtime.host.clock.now()
      fired.status = status
      // The next tag of a sequence starts before this one counts as the last that ended.
      done(status === "success" ? "success" : "failure")
      watch.ended(started)
    }
    const value = (key: string): unknown => {
      const read = runtime.resolve(tag.params[key], frame)
      if (watch.explain) fired.values[key] = describe(read)
      return read
    }
    runtime.host.runningTag?.(tag.name)
    try {
      const run = this.#abilities.tags[tag.kind]
      if (run === undefined) end("failure")
      else run({ tag, frame, runtime, value, done: end })
    } catch (error) {
      fired.error = errorText(error)
      runtime.report("tag", tag.name, `threw: ${fired.error}`)
      end("exception")
    } finally {
      runtime.host.runningTag?.(undefined)
    }
  }

  #heldBack(tag: TagDef, frame: Frame): { reason: NotFiredReason; detail: string } | undefined {
    if (tag.paused === true) return { reason: "paused", detail: "the tag is paused" }
    if (tag.kind === "unsupported") return { reason: "unsupported", detail: `tags of type "${tag.type}" are not run` }
    if (tag.liveOnly === true && this.#runtime.host.preview) return { reason: "live-only", detail: "fires in published versions only" }
    const now = this.#runtime.host.clock.now()
    if (tag.schedule?.start !== undefined && now < tag.schedule.start) return { reason: "schedule", detail: "its schedule has not begun" }
    if (tag.schedule?.end !== undefined && now > tag.schedule.end) return { reason: "schedule", detail: "its schedule is over" }
    const missing = tag.consent.map((type) => String(this.#runtime.resolve(type, frame))).filter((type) => !this.#runtime.consent.granted(type))
    return missing.length === 0 ? undefined : { reason: "consent", detail: `not granted: ${missing.join(", ")}` }
  }

  /** One removed tag stops its whole sequence (fact B5). */
  #removedInSequence(tag: TagDef, seen: readonly number[]): string | undefined {
    const own = this.#removed(tag)
    if (own !== undefined) return own
    for (const step of [tag.setup, tag.teardown]) {
      if (step === undefined || seen.includes(step.tag)) continue
      const next = this.#runtime.program.tags[step.tag]
      const lost = next === undefined ? undefined : this.#removedInSequence(next, [...seen, step.tag])
      if (lost !== undefined) return lost
    }
    return undefined
  }

  #nameOf(step: SequenceStep | undefined): string {
    return step === undefined ? "" : (this.#runtime.program.tags[step.tag]?.name ?? "")
  }
}

const ignore = (): void => {}

const metadata = (tag: TagDef, frame: Frame, runtime: Runtime): Record<string, unknown> => {
  if (tag.metadata === undefined) return {}
  const made: unknown = runtime.resolve(tag.metadata, frame)
  const fields: Record<string, unknown> = typeof made === "object" && made !== null ? { ...made } : {}
  if (tag.metadataNameKey !== undefined) fields[tag.metadataNameKey] = tag.name
  return fields
}
