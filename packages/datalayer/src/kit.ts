import type { CollectEvent } from "@tagwright/formats"
import type { Globals } from "./globals.ts"
import { always, DEVELOPMENT, environments, type Environment } from "./plan.ts"
import { sentence, type Problem } from "./problems.ts"
import { attempt } from "./world/attempt.ts"

export const page: typeof globalThis & Globals = globalThis

/** The kit's memory of this page view. One page, one kit: so plain variables, which also are the shortest code. */
export let environment: Environment
/** The categories that the visitor's choice grants, in the plan's order, those that need no choice among them; undefined until it was made */
export let choice: readonly string[] | undefined
export const problems: Problem[] = []
/** Events that wait for the choice; the server may have got them already */
export const held: (readonly [event: CollectEvent, sent: boolean | undefined])[] = []
/** Told of a choice after Consent Mode was, and before waiting events go on. `isNew`: made on this page, not on an earlier one. */
export const onChoice: ((before: readonly string[] | undefined, isNew: boolean) => void)[] = []

/** Any category that needs a choice was granted: only then may the browser keep anything about the visitor */
export let mayRemember = false
export const setChoice = (made: readonly string[]): void => {
  choice = made
  mayRemember = made.length > always.length
}

/** By the page's host. A host nobody named is a copy of the site: its data must never count. */
export const findEnvironment = (): void => {
  environment = environments.find((e) => e._hosts.includes(location.hostname)) ?? environments[0]
}

/** A page that is wrong is wrong a thousand times: the first ones tell. */
const MAX_PROBLEMS = 100

/** Problems are kept for inspection; while a site is developed they are also told on the console, in sentences. */
export const report = (code: Problem["code"], event?: string, detail?: string): void => {
  if (problems[MAX_PROBLEMS]) return
  problems.push({ code, event, detail })
  if (DEVELOPMENT) attempt(() => console.warn("[tagwright]", sentence({ code, event, detail })))
}

/** Wraps an entry point: what it throws is reported, never passed on to the page. */
export const safe =
  <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
  (...args: Args): Result | undefined => {
    try {
      return work(...args)
    } catch (error) {
      report("threw", undefined, Object(error).name)
      return undefined
    }
  }

/**
 * Listens on the window in the capture phase: elements added later work, and no handler of the page can hide an event.
 * What the work throws is reported, never passed on.
 */
export const on = <Type extends keyof WindowEventMap>(type: Type, work: (event: WindowEventMap[Type]) => unknown): void => addEventListener(type, safe(work), true)
