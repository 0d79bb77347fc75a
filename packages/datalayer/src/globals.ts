import type { CategoryChoice, Touch } from "@tagwright/formats"
import type { Problem } from "./problems.ts"

/** What the kit leaves on the page, and what it expects of others there. Not declared globally: a site's own typed kit does that. */
export interface Globals {
  tagwright?: Tagwright
  __tagwright?: { inspect: () => Inspection }
  dataLayer?: { push?: (message: unknown) => unknown }
  [optOut: `ga-disable-G-${string}`]: boolean
}

/** What a page can call. Nothing here throws. */
export interface Tagwright {
  /** Sends an event of the plan; `element` is where it happened, if the page is to be asked for what is missing */
  track: (name: string, params?: object, element?: Element) => void
  consent: {
    /** Category → granted; categories left out are denied */
    update: (choice: CategoryChoice) => void
    /** The visitor's choice; undefined until it was made */
    choice: () => CategoryChoice | undefined
  }
  leadId: () => string
  ids: () => { lead_id: string; client_id?: string | undefined; session_id?: string | undefined }
}

/** What the kit knows and did: for the console and for tests. */
export interface Inspection {
  test_mode: boolean
  choice: CategoryChoice | undefined
  lead_id: string
  /** First and last touch, once consented to */
  touches?: { first: Touch; last: Touch } | undefined
  /** Names of the events that wait for the choice */
  waiting: string[]
  /** The last messages to the data layer, newest last */
  pushes: unknown[]
  /** With a sentence each in the development build */
  problems: (Problem & { sentence?: string })[]
}

/** Events that the DOM's own types do not know on the window: they bubble up to it, or banners send them. */
declare global {
  interface WindowEventMap {
    visibilitychange: Event
    "cc:onConsent": CustomEvent
    "cc:onChange": CustomEvent
    CookiebotOnConsentReady: Event
    CookiebotOnAccept: Event
    CookiebotOnDecline: Event
    OneTrustGroupsUpdated: Event
    UC_UI_INITIALIZED: Event
    UC_UI_CMP_EVENT: Event
  }
}
