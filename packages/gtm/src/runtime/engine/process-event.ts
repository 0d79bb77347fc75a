import type { Rule, TagDef } from "../program/program.ts"
import { makeCallback } from "./event-callback.ts"
import { LISTENERS } from "./order.ts"
import { detailOf } from "./detail.ts"
import { explainNotFired } from "./explain.ts"
import type { Frame } from "./frame.ts"
import type { EventRecord, NotFired } from "./record.ts"
import { evaluateRules } from "./rules.ts"
import type { Runtime } from "./runtime.ts"
import type { Started, TagRuns, Watch } from "./run-tags.ts"

export interface EventParts {
  runtime: Runtime
  runs: TagRuns
  /** Tag indexes in the order in which they start. */
  order: readonly number[]
  record: ((record: EventRecord) => void) | undefined
  passed: (rule: Rule) => void
  startListeners: (frame: Frame) => void
  /** Records still waiting for a tag; each can be handed over early, with its tags as "running". */
  pending: Set<() => void>
}

/** A record is handed over at the latest then, with tags still "running": a script that never loads must not hold it. */
const RECORD_WAIT_MS = 1000

/** One event, step by step (fact B2): rules first, then tags, then the callback. Answers whether any tag was started. */
export const processEvent = (frame: Frame, parts: EventParts): boolean => {
  const { runtime } = parts
  const started: Started[] = []
  const held: NotFired[] = []
  const firing = evaluateRules(runtime.program.rules, frame, runtime, parts.passed)
  const paused: TagDef[] = []
  const callback = makeCallback(frame, started, paused, runtime)
  const finish = finishOnce(() => {
    callback()
    parts.record?.({
      container: runtime.program.publicId, index: frame.index, event: frame.name, fired: started.map((one) => one.fired),
      notFired: [...held, ...explainNotFired(firing, frame, runtime, [...started.map((one) => one.tag.name), ...held.map((one) => one.tag)])],
      consent: consentAtEnd, ...(detail === undefined ? {} : { detail }),
    })
  }, parts)
  const watch: Watch = {
    explain: parts.record !== undefined,
    started: (one) => {
      started.push(one)
      if (firing.by.size > 0 && one.fired.for === undefined) one.fired.triggers = firing.by.get(runtime.program.tags.indexOf(one.tag)) ?? []
    },
    ended: () => finish.check(started.every((one) => one.ended !== undefined)),
    held: (tag, reason, detail) => {
      held.push({ tag: tag.name, reason, detail })
      if (reason === "paused") paused.push(tag)
    },
  }
  for (const tag of parts.order) {
    if (tag === LISTENERS) parts.startListeners(frame)
    else if (firing.fires.has(tag) && !firing.blocks.has(tag)) parts.runs.start(tag, frame, watch)
  }
  const consentAtEnd = parts.record === undefined ? {} : runtime.consent.snapshot()
  // Read now: when the record is handed over, the data layer may have gone on.
  const detail = frame.messages === undefined ? undefined : detailOf(frame, frame.messages, runtime)
  finish.open(started.every((one) => one.ended !== undefined), parts.record !== undefined)
  return started.length + paused.length > 0
}

/** Finishing waits until the loop that starts the tags is through, and happens once. */
const finishOnce = (run: () => void, { runtime, pending }: EventParts) => {
  let open = false
  let over = false
  const check = (all: boolean): void => {
    if (!open || over || !all) return
    over = true
    pending.delete(now)
    run()
  }
  const now = (): void => check(true)
  return {
    check,
    open: (all: boolean, recorded: boolean): void => {
      open = true
      check(all)
      if (over || !recorded) return
      pending.add(now)
      runtime.host.timers.after(RECORD_WAIT_MS, now)
    },
  }
}
