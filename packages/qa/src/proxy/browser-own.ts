/**
 * Hosts a browser calls by itself, whatever page it shows: updates, safe browsing, remote settings. They are refused and
 * left out of the evidence. `blankPageHosts` in the tests proves the list with a page that loads nothing.
 */
const own: readonly string[] = [
  "accounts.google.com",
  "clients2.google.com",
  "clientservices.googleapis.com",
  "content-autofill.googleapis.com",
  "edgedl.me.gvt1.com",
  "optimizationguide-pa.googleapis.com",
  "redirector.gvt1.com",
  "safebrowsing.googleapis.com",
  "safebrowsingohttpgateway.googleapis.com",
  "update.googleapis.com",
  "android.clients.google.com",
  "mtalk.google.com",
  ".mozilla.com",
  ".mozilla.net",
  ".mozilla.org",
  "detectportal.firefox.com",
]

export const hostMatches = (host: string, pattern: string): boolean =>
  pattern.startsWith(".") ? host === pattern.slice(1) || host.endsWith(pattern) : host === pattern

export const isBrowserOwn = (host: string): boolean => own.some((pattern) => hostMatches(host, pattern))
