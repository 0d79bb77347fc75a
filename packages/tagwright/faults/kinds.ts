import type { GateId } from "@tagwright/formats"
import type { copyOfStudio } from "../test/studio.ts"

type Studio = Awaited<ReturnType<typeof copyOfStudio>>

/** A kind of fault: what somebody changed in the example, and the one gate and the codes that must tell of it. */
export interface FaultKind {
  /** What went wrong, as a person would say it */
  fault: string
  gate: GateId
  codes: readonly string[]
  plant(studio: Studio): Promise<void>
}

const base = "pages/_includes/base.njk"

/** A line of script at the end of every page: what a colleague, a plugin or a widget's snippet would add. */
const script =
  (code: string) =>
  (studio: Studio): Promise<void> =>
    studio.edit(base, (text) => text.replace("</body>", `<script>${code}</script>\n</body>`))

/** The same, as early in the page as a snippet gets. */
const firstScript =
  (code: string) =>
  (studio: Studio): Promise<void> =>
    studio.edit(base, (text) => text.replace('<meta charset="utf-8">', `<meta charset="utf-8"><script>${code}</script>`))

/** Before the kit, which the plugin puts first into the head. */
const scriptBeforeKit =
  (code: string) =>
  (studio: Studio): Promise<void> =>
    studio.edit(base, (text) => text.replace("<head>", `<script>${code}</script><head>`))

const replaced =
  (file: string, from: string, to: string) =>
  (studio: Studio): Promise<void> =>
    studio.edit(file, (text) => text.replace(from, to))

const css = (rules: string) => (studio: Studio): Promise<void> => studio.edit("src/styles/banner.css", (text) => `${text}\n${rules}\n`)

/** The choice as the consent tool keeps it: none before the visitor answered. */
const chosen = `decodeURIComponent((/cc_cookie=([^;]*)/.exec(document.cookie) || [])[1] || "")`
const analyticsPing = `new Image().src = "https://www.google-analytics.com/ping"`

/** In each row one thing is wrong. Every row is a whole run of the example. */
export const faultKinds: readonly FaultKind[] = [
  // P1: personal data
  { fault: "the enquiry's e-mail address is put into the page's address", gate: "P1", codes: ["personal-data-referrer", "personal-data-request"], plant: script(`addEventListener("submit", (e) => { if (e.target.dataset.formId === "lead" && e.target.checkValidity()) history.replaceState(null, "", "?contact=" + encodeURIComponent(e.target.email.value)) }, true)`) },
  { fault: "a telephone number stands in the page's title", gate: "P1", codes: ["personal-data-request", "personal-data-title"], plant: script(`addEventListener("load", () => { document.title = "Call back +43 664 1234567" })`) },
  { fault: "the enquiry's e-mail address is sent in a header", gate: "P1", codes: ["personal-data-request"], plant: script(`addEventListener("submit", (e) => { if (e.target.dataset.formId === "lead" && e.target.checkValidity()) fetch(location.pathname, { headers: { "x-visitor": e.target.email.value }, keepalive: true }) }, true)`) },
  { fault: "the name from the form is kept in a cookie", gate: "P1", codes: ["personal-data-cookie"], plant: script(`addEventListener("submit", (e) => { if (e.target.dataset.formId === "lead" && e.target.checkValidity()) document.cookie = "tw_greeting=" + encodeURIComponent(e.target.name.value || e.target.elements.name.value) + ";path=/;max-age=600" }, true)`) },

  // P2: consent mode
  { fault: "a widget sets the consent default a second time", gate: "P2", codes: ["consent-default-repeated"], plant: firstScript(`window.dataLayer = window.dataLayer || []; (function () { dataLayer.push(arguments) })("consent", "default", { ad_storage: "denied", ad_user_data: "denied", ad_personalization: "denied", analytics_storage: "denied", functionality_storage: "granted", personalization_storage: "denied", security_storage: "granted" })`) },

  // P3: marketing
  { fault: "a pixel asks the banner but not Global Privacy Control", gate: "P3", codes: ["marketing-probe-failed", "marketing-request-without-consent"], plant: script(`if (navigator.globalPrivacyControl === true && /"marketing"/.test(${chosen}.split("revision")[0])) new Image().src = "https://www.facebook.com/tr/?id=1029384756&ev=PageView"`) },
  { fault: "the server is told of a consent that nobody gave", gate: "P3", codes: ["marketing-delivery-without-consent"], plant: firstScript(`{ const beacon = navigator.sendBeacon.bind(navigator), ask = fetch; const allow = (body) => typeof body === "string" && navigator.globalPrivacyControl !== true ? body.replaceAll('"marketing":false', '"marketing":true') : body; navigator.sendBeacon = (to, body) => beacon(to, allow(body)); window.fetch = (to, init) => ask(to, init && init.body ? { ...init, body: allow(init.body) } : init) }`) },
  { fault: "an advertising cookie is set before the choice", gate: "P3", codes: ["marketing-cookie-without-consent"], plant: script(`if (${chosen} === "") document.cookie = "_fbp=fb.1.1700000000000.1234567890;path=/;max-age=600"; else if (!/"marketing"/.test(${chosen}.split("revision")[0])) document.cookie = "_fbp=;path=/;max-age=0"`) },

  // P4: GDPR
  { fault: "analytics is asked before the choice", gate: "P4", codes: ["request-before-choice"], plant: script(`if (${chosen} === "") ${analyticsPing}`) },
  { fault: "a tag runs when the consent tool does not load", gate: "P4", codes: ["request-before-choice"], plant: firstScript(`addEventListener("error", ({ target }) => { if (target.tagName === "SCRIPT" && ${chosen} === "") ${analyticsPing} }, true)`) },
  { fault: "our server is told of a visit that nobody agreed to", gate: "P4", codes: ["event-kept-without-consent"], plant: script(`if (${chosen} !== "" && !/"(analytics|marketing)"/.test(${chosen}.split("revision")[0])) fetch("/t/collect", { method: "POST", body: JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: tagwright.leadId(), consent: { necessary: true, analytics: false, marketing: false }, test_mode: true }, events: [{ id: crypto.randomUUID(), name: "page_view", at: Date.now(), page: { url: location.href }, params: { page_path: location.pathname, page_title: document.title } }] }) })`) },
  { fault: "withdrawing leaves a cookie behind", gate: "P4", codes: ["cookie-after-refusal"], plant: script(`if (/"analytics"/.test(${chosen}.split("revision")[0])) document.cookie = "_ga=GA1.1.1234567890.1700000000;max-age=600;path=" + location.pathname`) },
  { fault: "a font comes from somebody nobody declared", gate: "P4", codes: ["unknown-party-before-choice"], plant: replaced(base, "</head>", `<link rel="stylesheet" href="https://fonts.widget.example/css?family=Inter"></head>`) },
  { fault: "refusing is moved to the second layer", gate: "P4", codes: ["reject-harder"], plant: replaced("src/consent.ts", `            ...buttons,\n            showPreferencesBtn`, `            acceptAllBtn: buttons.acceptAllBtn,\n            showPreferencesBtn`) },
  { fault: "analytics is ticked beforehand", gate: "P4", codes: ["category-pre-ticked"], plant: replaced("src/consent.ts", "analytics: { autoClear", "analytics: { enabled: true, autoClear") },
  { fault: "the reject button is grey on grey", gate: "P4", codes: ["reject-less-prominent", "reject-low-contrast"], plant: css(`#cc-main .cm__btn[data-role=necessary] { background: transparent; border-color: transparent; color: #b4bcc0; }`) },
  { fault: "the reject button is half as big", gate: "P4", codes: ["reject-smaller"], plant: css(`#cc-main .cm .cm__btn-group:first-child .cm__btn[data-role=necessary] { width: 30%; min-width: 0 !important; align-self: end; padding: 0; }`) },
  { fault: "the keyboard does not come to the reject button", gate: "P4", codes: ["reject-not-by-keyboard"], plant: script(`new MutationObserver(() => document.querySelectorAll(".cm__btn[data-role=necessary]:not([tabindex])").forEach((one) => one.setAttribute("tabindex", "-1"))).observe(document.documentElement, { subtree: true, childList: true })`) },
  { fault: "the checkout has no way to the cookie settings", gate: "P4", codes: ["withdraw-not-on-page"], plant: replaced("pages/_includes/footer.njk", `<li><button class="plain" type="button" data-cc="show-preferencesModal">Cookie settings</button></li>`, `{% if page.url != "/checkout/" %}<li><button class="plain" type="button" data-cc="show-preferencesModal">Cookie settings</button></li>{% endif %}`) },

  // P5, T6: test data and environments
  { fault: "an event of staging is not marked as a test", gate: "P5", codes: ["test-mode-missing-push"], plant: script(`addEventListener("load", () => dataLayer.push({ event: "section_view", section: "planted", page_path: location.pathname, event_id: crypto.randomUUID() }))`) },
  { fault: "the production container is loaded beside the staging one", gate: "T6", codes: ["other-environment-container"], plant: replaced(base, "</body>", `<script async src="https://www.googletagmanager.com/gtm.js?id=GTM-NLPROD1"></script></body>`) },

  // T1: coverage
  { fault: "a new button that nobody planned", gate: "T1", codes: ["element-unmeasured"], plant: replaced("pages/pricing.njk", "</h1>", `</h1><button type="button">Chat with us</button>`) },
  { fault: "the event for mistakes in forms is bound to an attribute that no form has", gate: "T1", codes: ["expected-event-missing"], plant: replaced("tagwright.plan.ts", `on: { invalid: "form[data-form-id]" }`, `on: { invalid: "form[data-form]" }`) },
  { fault: "a waiver has run out", gate: "T1", codes: ["element-unmeasured"], plant: replaced("tagwright.plan.ts", `owner: "marketing",\n      expires: "2027-11-30"`, `owner: "marketing",\n      expires: "2026-01-31"`) },
  { fault: "an event stays away for visitors who refused", gate: "T1", codes: ["expected-event-missing"], plant: script(`{ const yes = ${chosen}; if (yes !== "" && !/"analytics"/.test(yes.split("revision")[0])) document.querySelectorAll("header a").forEach((link) => link.removeAttribute("data-tw-event")) }`) },

  // T2: parameters
  { fault: "a price is text instead of a number", gate: "T2", codes: ["expected-event-different", "shape-violation"], plant: firstScript(`window.dataLayer = window.dataLayer || []; { const push = dataLayer.push; dataLayer.push = function (...all) { for (const one of all) if (one.event === "checkout_start") one.value = one.value + " EUR"; return push.apply(this, all) } }`) },
  { fault: "a price is in cents", gate: "T2", codes: ["expected-event-different"], plant: replaced("src/checkout.ts", `    value: plan.cents / 100,`, `    value: plan.cents,`) },
  { fault: "a page view counts twice after a reload", gate: "T2", codes: ["event-duplicated"], plant: script(`addEventListener("load", () => { const seen = dataLayer.find((one) => one.event === "page_view"); if (seen && performance.getEntriesByType("navigation")[0].type === "reload") dataLayer.push({ ...seen, "gtm.uniqueEventId": undefined }) })`) },

  // T3, T4, T5
  { fault: "the lead_id is not kept with the choice", gate: "T3", codes: ["identity-probe-failed", "lead-id-changed", "lead-id-differs"], plant: script(`addEventListener("tagwright:choice", () => setTimeout(() => { const { hostname } = location; for (const domain of ["", hostname, hostname.split(".").slice(-2).join(".")]) document.cookie = "tw_lead=;path=/;max-age=0" + (domain && ";domain=" + domain); localStorage.removeItem("tw_lead") }))`) },
  { fault: "the campaign is forgotten on the next page", gate: "T3", codes: ["identity-probe-failed"], plant: firstScript(`try { localStorage.removeItem("tw_touch") } catch {}`) },
  { fault: "the site writes its addresses in small letters, and spoils the signature of the link in the mail", gate: "T3", codes: ["identity-probe-failed"], plant: scriptBeforeKit(`if (location.search.includes("tw_link=")) history.replaceState(null, "", location.search.toLowerCase())`) },
  { fault: "a signed link is passed on though everything was refused", gate: "T3", codes: ["identity-probe-failed"], plant: scriptBeforeKit(`{ const link = new URLSearchParams(location.search).get("tw_link"); if (link) addEventListener("tagwright:choice", () => setTimeout(() => { if (!/"(analytics|marketing)"/.test(${chosen}.split("revision")[0])) fetch("/t/collect", { method: "POST", body: JSON.stringify({ v: 1, sent: Date.now(), shared: { lead_id: tagwright.leadId(), consent: { necessary: true, analytics: false, marketing: false }, test_mode: true, link }, events: [] }) }) })) }`) },
  { fault: "the browser counts the purchase of the webhook once more", gate: "T4", codes: ["server-event-by-browser"], plant: script(`if (location.pathname === "/thank-you/") dataLayer.push({ event: "purchase", transaction_id: "pi_planted", value: 240, currency: "EUR", items: [{ item_id: "intensive" }], event_id: crypto.randomUUID(), test_mode: true })`) },
  { fault: "links do nothing until Tag Manager is there", gate: "T5", codes: ["visitor-disturbed"], plant: script(`addEventListener("click", (e) => { if (window.google_tag_manager === undefined && e.target.closest("a") !== null) e.preventDefault() }, true)`) },
  { fault: "a script dies where storage is blocked, and takes the banner with it", gate: "T5", codes: ["visitor-disturbed"], plant: replaced("src/main.ts", "mindTheme()\n", `localStorage.getItem("theme")\nmindTheme()\n`) },
]
