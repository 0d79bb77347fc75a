/**
 * The script that a previewed page loads before everything else. It hands the runtime's records and requests to the preview,
 * on the page's own origin, so that no policy of the site stands in its way. `online`: requests leave as they would.
 */
export const recorderScript = (path: string, online: boolean): string => `(${recorder.toString()})(${JSON.stringify(path)}, ${online});\n`

/** Runs in the page: nothing of this module is there. */
function recorder(path: string, online: boolean): void {
  const page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`
  const waiting: object[] = []
  let due = false
  let leaving = false
  const post = window.fetch.bind(window)
  const flush = (): void => {
    due = false
    const items = waiting.splice(0)
    if (items.length > 0) post(path, { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify(items) }).catch(() => undefined)
  }
  const tell = (item: object): void => {
    waiting.push({ page, at: Date.now(), ...item })
    if (leaving) return flush()
    if (due) return
    due = true
    setTimeout(flush, 0)
  }
  tell({ kind: "page", url: location.href, title: document.title })
  const record = (one: object): void => tell({ kind: "event", record: one })
  Object.assign(window, { __tagwright_gtm_record: Object.assign(record, { detail: true }) })
  Object.assign(window, {
    __tagwright_gtm_report: (text: string): void => tell({ kind: "note", text }),
    __tagwright_gtm_send: (request: object): boolean => {
      tell({ kind: "request", request })
      return !online
    },
  })
  document.addEventListener("securitypolicyviolation", (event) => {
    if (event.disposition === "enforce") tell({ kind: "blocked", url: event.blockedURI, what: event.effectiveDirective })
  })
  window.addEventListener("load", () => {
    tell({ kind: "page", url: location.href, title: document.title })
    setTimeout(() => {
      if (!("google_tag_manager" in window)) tell({ kind: "note", text: "This page asks for no container. Give --inject, and the preview adds the snippet." })
    }, 1000)
  })
  // What is still sent while the page goes away is told at once.
  window.addEventListener("pagehide", () => {
    leaving = true
    flush()
  })
  window.addEventListener("pageshow", () => (leaving = false))
}
