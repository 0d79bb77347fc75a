import type { CategoryChoice, ConsentType, ParamValue } from "@tagwright/formats"
import type { Kit } from "./kit.ts"
import type { Reader } from "./values/values.ts"

/**
 * What a plan becomes on the page. Members start with `_` so that the bundler shortens them;
 * they are never read by name from outside.
 */
export interface Config {
  /** The first whose host is the page's; else the first in test mode, so that an unknown copy of the site never counts. */
  _environments: Environment[]
  /** Category → the Consent Mode types it grants */
  _grants: Record<string, readonly ConsentType[]>
  /** Categories that need no choice */
  _always: readonly string[]
  /** Regions where these categories are granted before any choice */
  _regions: readonly { _in: readonly string[]; _grant: readonly string[] }[]
  _waitForUpdate: number
  /** Whether events before the choice wait for it, or are dropped */
  _buffer: boolean
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
  _test?: boolean
}

export interface EventRule {
  /** Required ones first */
  _params: readonly string[]
  /** How many of `_params` are required */
  _required: number
  /** `lead_id` and the campaign travel with the message */
  _identity?: boolean
  _attribution?: boolean
  /** Consent categories of the destinations our server carries it to */
  _server: readonly string[]
}

export type Fill = (element?: Element) => ParamValue | undefined | null
export type Params = Record<string, ParamValue>
/** A part of the kit that a plan may need. Left out of the file when it does not. */
export type Feature = (kit: Kit) => void
export type ChoiceListener = (choice: CategoryChoice, before: CategoryChoice | undefined, isNew: boolean) => void
