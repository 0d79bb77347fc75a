import { choose, consentDefault } from "./consent/choice.ts"
import { consent as consentState } from "./consent/granted.ts"
import type { Tagwright } from "./globals.ts"
import { gaIds } from "./identity/ga-ids.ts"
import { leadId, rememberLead } from "./identity/lead-id.ts"
import { inspect } from "./inspect.ts"
import { choice, environment, findEnvironment, page, safe } from "./kit.ts"
import { push } from "./push/data-layer.ts"
import { track } from "./push/track.ts"

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
