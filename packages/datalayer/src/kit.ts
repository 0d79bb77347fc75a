import type { CategoryChoice, CollectEvent, Touch } from "@tagwright/formats"
import type { ChoiceListener, Config, Environment, EventRule } from "./config.ts"

/** Something wrong with how the page uses the kit. Names only, never a value. */
export interface Problem {
  code:
    | "unknown event"
    | "unknown parameter"
    | "missing parameter"
    | "invalid value"
    | "personal data removed"
    | "too many events held"
    | "campaign on an internal link"
    | "the tracking kit failed here"
  event?: string
  /** A parameter, or a short description that holds no value */
  detail?: string
}

/** An event on its way; `_sent` when our server already got it */
export interface Held {
  _event: CollectEvent
  _rule: EventRule
  _sent?: boolean
}

/** The running kit, as its own parts see it. */
export interface Kit {
  _config: Config
  _environment: Environment
  /** The visitor's choice; undefined until it was made */
  _choice: CategoryChoice | undefined
  /** Told after Consent Mode was, and before waiting events go on */
  _onChoice: ChoiceListener[]
  /** What a banner says; `known` when it was chosen on an earlier page */
  _choose: (choice: Record<string, unknown> | readonly string[], known?: boolean) => void
  _report: (code: Problem["code"], event?: string, detail?: string) => void
  _problems: Problem[]
  /** Wraps an entry point: what it throws is reported, never passed on to the page */
  _safe: <Args extends unknown[], Result>(work: (...args: Args) => Result) => (...args: Args) => Result | undefined
  _track: (name: string, given?: unknown, element?: Element) => void
  /** Lets the waiting events go */
  _release: () => void
  /** Events that wait for the choice */
  _held: Held[]
  /** The last messages, newest last: for inspection */
  _pushes: unknown[]
  _leadId: () => string
  /** From now on the id outlives the page */
  _keepLeadId: () => void
  _touches?: () => { first: Touch; last: Touch } | undefined
  /** Hands an event to delivery; absent when the plan has no use for a server */
  _send?: (event: CollectEvent) => void
}
