import type { CategoryChoice, CollectEvent, Touch } from "@tagwright/formats"
import type { Config, Environment, EventRule } from "./config.ts"
import { attempt } from "./world/attempt.ts"

/** Events that the DOM's own types do not know on the window: they bubble up to it, or banners send them. */
declare global {
  interface WindowEventMap {
    visibilitychange: Event
    "cc:onConsent": Event
    "cc:onChange": Event
    CookiebotOnConsentReady: Event
    CookiebotOnAccept: Event
    CookiebotOnDecline: Event
    OneTrustGroupsUpdated: Event
    UC_UI_INITIALIZED: Event
    UC_UI_CMP_EVENT: Event
  }
}

/** Something wrong with how the page uses the kit. Names only, never a value. */
export interface Problem {
  code:
    | "unknown event"
    | "unknown parameter"
    | "missing parameter"
    | "invalid value"
    | "personal data removed"
    | "too many events"
    | "campaign on an internal link"
    | "failed inside"
  event?: string | undefined
  /** A parameter, or the name of an error; never a value */
  detail?: string | undefined
}

/** An event on its way; `_sent` when our server already got it */
export interface Held {
  _event: CollectEvent
  _rule: EventRule
  _sent?: boolean | undefined
}

/** Told after Consent Mode was, and before waiting events go on. `isNew`: made on this page, not on an earlier one. */
export type ChoiceListener = (before: CategoryChoice | undefined, isNew: boolean) => void

/** The running kit, as its own parts see it. */
export interface Kit {
  _config: Config
  _environment: Environment
  /** The visitor's choice; undefined until it was made */
  _choice: CategoryChoice | undefined
  _onChoice: ChoiceListener[]
  _leadId: string | undefined
  /** Events that wait for the choice */
  _held: Held[]
  /** Keys that the data layer still holds from earlier messages */
  _kept: Set<string>
  /** The last messages, newest last: for inspection */
  _pushes: unknown[]
  _problems: Problem[]
  /** Absent when the plan has no use for the campaign */
  _touches?: () => { first: Touch; last: Touch } | undefined
  /** Hands an event to delivery; absent when the plan has no use for a server */
  _send?: (event: CollectEvent) => void
}

/** A page that is wrong is wrong a thousand times: the first ones tell. */
const MAX_PROBLEMS = 100

/** Problems are kept for inspection, and told on the console outside production. */
export const report = (kit: Kit, code: Problem["code"], event?: string, detail?: string): void => {
  if (kit._problems.length >= MAX_PROBLEMS) return
  kit._problems.push({ code, event, detail })
  if (kit._environment._test) attempt(() => console.warn("[tagwright]", event ?? "", code, detail ?? ""))
}

/**
 * Listens on the window in the capture phase: elements added later work, and no handler of the page can hide an event.
 * What the work throws is reported, never passed on.
 */
export const on = <Type extends keyof WindowEventMap>(kit: Kit, type: Type, work: (event: WindowEventMap[Type]) => unknown): void =>
  addEventListener(type, safe(kit, work), true)

/** Wraps an entry point: what it throws is reported, never passed on to the page. */
export const safe =
  <Args extends unknown[], Result>(kit: Kit, work: (...args: Args) => Result) =>
  (...args: Args): Result | undefined => {
    try {
      return work(...args)
    } catch (error) {
      report(kit, "failed inside", undefined, error instanceof Error ? error.name : "")
      return undefined
    }
  }
