import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** What may be wrong with the tiny site, one at a time. */
export interface Planted {
  /** The pixel's tag asks nobody */
  tagWithoutConsent?: boolean
  /** The lead form puts the address into the data layer */
  emailInPush?: boolean
  /** The call to action lost its attribute */
  lostAttribute?: boolean
  /** The call to action counts twice */
  doublePush?: boolean
  /** The banner does not come */
  noBanner?: boolean
  /** Refusing needs a second layer */
  rejectHidden?: boolean
  /** The form's values end up in the next page's address, and in every referrer from there */
  formByGet?: boolean
  /** How refusing is made harder to see or to reach */
  darkReject?: "pale" | "small" | "no keyboard" | "far away"
  /** A category is ticked on the second layer */
  preTicked?: boolean
  /** One page has no way back to the banner */
  noWayBack?: boolean
  /** The kit keeps the page from answering for so many milliseconds */
  slowKit?: number
  /** The choice is kept for so many days instead of 180 */
  choiceDays?: number
  /** Something is asked from a host nobody knows */
  strangeHost?: boolean
}

/** A kit of a few lines in place of the generated one: pushes, a choice in a cookie, Consent Mode. */
const kit = (planted: Planted) => `
for (const end = Date.now() + ${planted.slowKit ?? 0}; Date.now() < end; );
window.dataLayer = window.dataLayer || []
function gtag() { dataLayer.push(arguments) }
const stored = /tw_choice=([^;]*)/.exec(document.cookie)
const choice = stored ? JSON.parse(decodeURIComponent(stored[1])) : undefined
const mode = (c) => ({ analytics_storage: c?.analytics ? "granted" : "denied", ad_storage: c?.marketing ? "granted" : "denied" })
gtag("consent", "default", { ...mode(undefined), wait_for_update: 500 })
if (choice) gtag("consent", "update", mode(choice))
const lead = (/tw_lead=([^;]*)/.exec(document.cookie) || [])[1] || crypto.randomUUID()
document.cookie = "tw_lead=" + lead + ";path=/;max-age=31536000;secure;samesite=lax"
const link = new URL(location.href).searchParams.get("tw_link") ?? undefined
history.replaceState(null, "", location.href.replace(/[?&]tw_link=[^&]*/, ""))
const tell = (consent, events, link) => navigator.sendBeacon("/t/collect", JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: lead, consent, link }, events }))
window.tagwright = { leadId: () => lead, consent: { update(c) {
  document.cookie = "tw_choice=" + encodeURIComponent(JSON.stringify(c)) + ";path=/;max-age=${(planted.choiceDays ?? 180) * 86_400};secure;samesite=lax"
  if (link && (c.analytics || c.marketing)) tell(c, [], link)
  if (!c.analytics) document.cookie = "_ga=;path=/;max-age=0"
  gtag("consent", "update", mode(c))
  dataLayer.push({ event: "consent_update" })
} } }
const push = (event, params) => { const message = { event, event_id: crypto.randomUUID(), ...params, test_mode: true }; dataLayer.push(message); ${planted.doublePush ? 'if (event === "cta_click") dataLayer.push({ ...message })' : ""} }
addEventListener("DOMContentLoaded", () => {
  push("page_view", { page_path: location.pathname })
  document.addEventListener("click", (e) => {
    const cta = e.target.closest("[data-tw-event=cta_click]")
    if (cta) push("cta_click", { section: cta.closest("[data-section]").dataset.section })
  }, true)
  document.addEventListener("focusin", (e) => {
    const form = e.target.form
    if (form && !form.started) { form.started = true; push("form_start", { form_id: form.dataset.formId }) }
  })
  document.addEventListener("invalid", (e) => {
    const form = e.target.form
    if (form && !form.failed) { form.failed = true; push("form_error", { form_id: form.dataset.formId }) }
  }, true)
  document.addEventListener("submit", (e) => {
    push("lead_submit", { form_id: e.target.dataset.formId${planted.emailInPush ? ", contact: e.target.email.value" : ""} })
    tell({}, [{ id: crypto.randomUUID(), name: "lead_submit", at: Date.now(), page: { url: location.href }, params: {}, personal: { email: e.target.email.value } }])
  }, true)
})
`

const darkLooks: Record<NonNullable<Planted["darkReject"]>, string> = {
  pale: 'style="background:transparent;border:0;color:#bbb"',
  small: 'style="font-size:9px;padding:0"',
  "no keyboard": 'tabindex="-1"',
  "far away": "",
}
/** On a far-away reject button: links that come in between. */
const between = '<a href="/legal/">One</a> <a href="/legal/">Two</a> '
const rejectButton = ({ darkReject, rejectHidden }: Planted): string =>
  rejectHidden ? "" : `${darkReject === "far away" ? between : ""}<button id="no" ${darkReject === undefined ? "" : darkLooks[darkReject]}>Reject</button> `

const banner = (planted: Planted) =>
  planted.noBanner
    ? ""
    : `<script>
addEventListener("DOMContentLoaded", () => {
  const set = (c) => { tagwright.consent.update(c); document.querySelector("#banner")?.remove(); document.querySelector("#second")?.remove() }
  window.openBanner = () => {
    document.querySelector("#banner")?.remove()
    document.body.insertAdjacentHTML("beforeend", '<div id="banner" style="position:fixed;bottom:0;background:#fff;padding:1rem"><p>Cookies?</p><button id="yes">Accept</button> ${rejectButton(planted)}<button id="more">More</button></div>')
    document.querySelector("#yes").onclick = () => set({ necessary: true, analytics: true, marketing: true })
    const no = () => set({ necessary: true, analytics: false, marketing: false })
    if (document.querySelector("#no")) document.querySelector("#no").onclick = no
    document.querySelector("#more").onclick = () => {
      document.querySelector("#banner").insertAdjacentHTML("beforeend", '<div id="second"><label><input type="checkbox" value="analytics"${planted.preTicked ? " checked" : ""}> Analytics</label><label><input type="checkbox" value="marketing"> Marketing</label><button id="save">Save</button>${planted.rejectHidden ? '<button id="no">Reject</button>' : ""}</div>')
      if (${planted.rejectHidden === true}) document.querySelector("#no").onclick = no
      const on = (v) => document.querySelector("#second [value=" + v + "]").checked
      document.querySelector("#save").onclick = () => set({ necessary: true, analytics: on("analytics"), marketing: on("marketing") })
    }
  }
  document.querySelector("#reopen").onclick = openBanner
  if (!choice) openBanner()
})
</script>`

const page = (planted: Planted, title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
<script src="/tagwright/kit.js"></script>
<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;j.src='https://www.googletagmanager.com/gtm.js?id='+i;f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer','GTM-TINY01');</script>
${banner(planted)}</head><body>
<header data-section="header"><a href="/" data-tw-event="cta_click">Home</a> <a href="/contact/" data-tw-event="cta_click">Contact</a></header>
<main>${body}</main>
<footer data-section="footer"><a href="/legal/" class="legal">Legal</a> <button id="reopen"${planted.noWayBack && title === "Legal" ? " hidden" : ""}>Cookies</button></footer>
${planted.strangeHost ? '<img src="https://tracker.nobody.example/p.gif" alt="">' : ""}
</body></html>`

/** Writes a site of three pages with its planted fault; `remove` deletes it. */
export const tinySite = (planted: Planted = {}): { folder: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "tiny-site-"))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const mark = planted.lostAttribute ? "" : ' data-tw-event="cta_click"'
  put("tagwright/kit.js", kit(planted))
  put("index.html", page(planted, "Tiny", `<section data-section="hero"><h1>Tiny</h1><a id="cta" href="/contact/?from=hero"${mark}>Talk to us</a></section>`))
  put(
    "contact/index.html",
    page(
      planted,
      "Contact",
      `<section data-section="form"><form data-form-id="lead" action="/thanks/"${planted.formByGet ? "" : ' method="post"'}><label>Name <input name="name" required></label>
<label>E-mail <input name="email" type="email" required></label><button>Send</button></form></section>`,
    ),
  )
  put("thanks/index.html", page(planted, "Thanks", `<section data-section="thanks"><p>Thank you.</p></section>`))
  put("legal/index.html", page(planted, "Legal", `<section data-section="legal"><p>Who we are.</p></section>`))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
