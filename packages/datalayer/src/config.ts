import type { ParamValue } from "@tagwright/formats"
import type { Kit } from "./kit.ts"

/** Turns what was given into what may be sent, or undefined when it cannot be that. Attributes always give text. */
export type Reader = (value: unknown) => ParamValue | undefined
/** What the page itself can tell about a parameter. */
export type Fill = (element?: Element) => ParamValue | undefined | null
/** A part of the kit that a plan may need. Left out of the file when it does not. */
export type Feature = (kit: Kit) => void

/**
 * What a plan becomes on the page. Members start with `_` so that the bundler shortens them;
 * they are never read by name from outside.
 */
export interface Config {
  /** The first whose host is the page's; else the first in test mode, so that an unknown copy of the site never counts. */
  _environments: readonly Environment[]
  _categories: readonly string[]
  /** Categories that need no choice */
  _always: readonly string[]
  /** Every Consent Mode type → the categories that grant it */
  _types: Record<string, readonly string[]>
  /** What is granted before any choice, region by region; the last entry has no region and is for everywhere else */
  _defaults: readonly { _in?: readonly string[]; _grant: readonly string[] }[]
  _waitForUpdate: number
  /** Consent Mode's basic way: without consent Google's tags send nothing at all */
  _basic?: true
  /** Events before the choice wait for it; else they are dropped */
  _buffer?: true
  /** Categories that Global Privacy Control denies */
  _gpc: readonly string[]
  _cookie: string
  _days: number
  _params: Record<string, Reader>
  /** Parameters that never reach the data layer */
  _personal: readonly string[]
  _events: Record<string, EventRule>
  /** Fills a parameter from the page when nobody gave it */
  _fill: Record<string, Fill>
}

export interface Environment {
  _hosts: readonly string[]
  _server: string
  /** The GA4 measurement id without "G-": the name of its session cookie */
  _stream: string
  _test?: true
}

export interface EventRule {
  /** Required ones first */
  _params: readonly string[]
  /** How many of `_params` are required */
  _required: number
  /** `lead_id` and the campaign travel with the message */
  _identity?: true
  _attribution?: true
  /** Consent categories of the destinations our server carries it to */
  _server?: readonly string[]
}
