import type { CategoryChoice } from "@tagwright/formats"
import { choose, consentDefault } from "./consent/choice.ts"
import { consent as consentState } from "./consent/granted.ts"
import { gaIds } from "./identity/ga-ids.ts"
import { leadId, rememberLead } from "./identity/lead-id.ts"
import { inspect } from "./inspect.ts"
import { choice, environment, findEnvironment, page, safe } from "./kit.ts"
import { push } from "./push/data-layer.ts"
import { track } from "./push/track.ts"

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

/** Consent default first, then the page's calls, then the parts. A second start on the same page joins the first. */
export const start = (...parts: (() => void)[]): Tagwright => {
  if (page.tagwright) return page.tagwright
  safe(consentDefault)()
  findEnvironment()
  page.tagwright = {
    track: safe(track),
    consent: { update: safe(choose), choice: () => choice && consentState() },
    leadId,
    ids: () => ({ lead_id: leadId(), ...gaIds() }),
  }
  page.__tagwright = { inspect }
  // Before any tag can run: what Google's tags measure by themselves is marked as test data, too.
  if (environment._test) safe(push)({ test_mode: true })
  ;[rememberLead, ...parts].forEach((part) => safe(part)())
  return page.tagwright
}
