import { TRIGGER_EVENTS } from "./program/triggers.ts"
import { TAG_KINDS } from "./program/tags.ts"
import { VARIABLE_KINDS } from "./program/variables.ts"

/** What an entity's type code must be for the runtime to run it. */
export const runs = {
  tag: (type: string): boolean => TAG_KINDS[type] !== undefined || type.startsWith("cvt_"),
  variable: (type: string): boolean => VARIABLE_KINDS[type] !== undefined || type.startsWith("cvt_"),
  trigger: (type: string): boolean => Object.hasOwn(TRIGGER_EVENTS, type),
}

/** What no export can tell, or what only Google's own servers know: stated here, never guessed at run time. */
export const LIMITS: readonly { what: string; why: string }[] = [
  { what: "enhanced measurement, key events, Google signals, internal traffic rules of a GA4 property", why: "they are settings of the property and are not in the export; `_c` is never sent, `analytics.google.com` is never chosen" },
  { what: "the `gtm` build digest, `tag_exp`, `_tu`, `_eu`, `_prs`, `_gaz`, `gdid`, `edid` and most `sst.*` fields of a hit", why: "they describe Google's own build and server; `gtm` says `tagwright`" },
  { what: "the service worker probe and event-stream answers of a server container", why: "nothing that a container decides depends on them" },
  { what: "Google tags whose id is not `G-…`", why: "what they send depends on Google's settings for that id" },
  { what: "user-provided data found automatically (`awec` in mode AUTO)", why: "the finding is done by Google's own script; the event is sent without `em`" },
  { what: "Google Ads, Floodlight and Microsoft requests beyond host, id, label, value, order, consent and page", why: "the vendors' remaining fields are not public; each request goes to the right host under the right consent" },
  { what: "linker parameters on links (`_gl`), also those of `url_passthrough`", why: "the parameter's checksum is Google's own; click ids are passed on as they are" },
  { what: "delegated consent types, container-scoped defaults (last two characters of `gcd`), `tcfd`", why: "Google's own templates alone use them, and no public text says how they are written" },
  { what: "variables that the page's allow or block list names", why: "what their value becomes is not public; tags and listeners follow the lists" },
  { what: "regular expressions inside a container's own code, in a page", why: "a page cannot stop them; patterns of conditions and tables are stopped when they would take too long, and in Node all code is" },
  { what: "external scripts in Node", why: "they are recorded as requests and taken as loaded, not run; in a page they run" },
  { what: "clicks, forms, scrolling and elements coming into view in Node", why: "there is nobody to click; push the auto-event itself, or run the container in a page" },
  { what: "templates that ask for BigQuery, Firestore, `getGoogleScript`, `hmacSha256` or Google authentication", why: "these need Google's servers; the API's name is told" },
  { what: "debug builds (`gtm_debug`) and their records, versions chosen by `gtm_auth` and `gtm_preview` (fact B10)", why: "only Google serves them; `gtm preview` and the records of this runtime say the same, and the version is the export at hand" },
  { what: "zones, experiments, AMP and mobile containers", why: "zones load other containers; the rest runs elsewhere than in a page" },
]
