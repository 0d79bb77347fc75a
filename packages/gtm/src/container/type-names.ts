import { tableOf } from "./table.ts"

/** What type codes are called in Tag Manager. Codes that are not here are kept and reported as unknown. */
export const tagTypes: Readonly<Record<string, string>> = tableOf({
  gaawe: "GA4 event", googtag: "Google tag", gaawc: "GA4 configuration", html: "Custom HTML", img: "Custom image",
  awct: "Google Ads conversion", gclidw: "Conversion linker", sp: "Google Ads remarketing", awud: "Google Ads user-provided data",
  awcc: "Google Ads calls from website", fls: "Floodlight sales", flc: "Floodlight counter", baut: "Microsoft Advertising",
  ua: "Universal Analytics", ga: "Classic Analytics", opt: "Google Optimize", hjtc: "Hotjar", bzi: "LinkedIn Insight", awc: "Awin conversion", awj: "Awin journey",
  asp: "AdRoll", crto: "Criteo", cegg: "Crazy Egg", csm: "comScore", mf: "Mouseflow", pntr: "Pinterest", qcm: "Quantcast", qpx: "Quora",
  pa: "Perfect Audience", twitter_website_tag: "X (Twitter) website tag", zone: "Zone",
  sgtmgaaw: "GA4 (server)", sgtmadsct: "Google Ads conversion (server)", sgtmadscl: "Conversion linker (server)",
  sgtmadsremarket: "Google Ads remarketing (server)", sgtmfls: "Floodlight sales (server)", sgtmflc: "Floodlight counter (server)", http_request: "HTTP request",
})

/** Vendors' own tag types that Google's restriction list names (refreshed 2026). */
export const otherTagTypes: ReadonlySet<string> = new Set(
  ("adm bb bsa ela gcs infinity k50Init ll ljs ms ndcr nudge okt omc pc pijs fxm scjs scp sfc sfl sfr shareaholic svw tdlc tdsc tc tdc ts " +
    "uslt uspt vei veip vdc xpsh yieldify abtGeneric ta m6d dstag messagemate placedPixel mpm mpr sca paused").split(" "),
)

export const variableTypes: Readonly<Record<string, string>> = tableOf({
  v: "Data layer variable", c: "Constant", jsm: "Custom JavaScript", j: "JavaScript variable", k: "First-party cookie", u: "URL", f: "HTTP referrer",
  aev: "Auto-event variable", d: "DOM element", vis: "Element visibility", smm: "Lookup table", remm: "RegEx table", gtes: "Google tag: event settings",
  gtcs: "Google tag: configuration settings", awec: "User-provided data", uv: "Undefined value", r: "Random number", ctv: "Container version number",
  dbg: "Debug mode", e: "Custom event", cid: "Container id", ev: "Environment name", hid: "HTML id", gas: "Google Analytics settings",
  ed: "Event data", rh: "Request header", qp: "Query parameter", sgtmk: "Cookie value", vr: "Visitor region", fs: "Firestore lookup",
})

export const triggerTypes: Readonly<Record<string, string>> = tableOf({
  PAGEVIEW: "Page view", DOM_READY: "DOM ready", WINDOW_LOADED: "Window loaded", INIT: "Initialization", CONSENT_INIT: "Consent initialization",
  CUSTOM_EVENT: "Custom event", CLICK: "Click — all elements", LINK_CLICK: "Click — just links", FORM_SUBMISSION: "Form submission",
  HISTORY_CHANGE: "History change", JS_ERROR: "JavaScript error", TIMER: "Timer", SCROLL_DEPTH: "Scroll depth", ELEMENT_VISIBILITY: "Element visibility",
  YOU_TUBE_VIDEO: "YouTube video", TRIGGER_GROUP: "Trigger group", ALWAYS: "Custom (every event)", SERVER_PAGEVIEW: "Page view (server)",
  AMP_CLICK: "AMP click", AMP_TIMER: "AMP timer", AMP_SCROLL: "AMP scroll", AMP_VISIBILITY: "AMP visibility",
})

export const clientTypes: Readonly<Record<string, string>> = tableOf({ gaaw_client: "GA4", gtm_client: "Google Tag Manager: web container", ua_client: "Universal Analytics", mp_client: "Measurement Protocol" })
export const transformationTypes: Readonly<Record<string, string>> = tableOf({ tf_augment_event: "Augment event", tf_exclude_params: "Exclude parameters", tf_allow_params: "Allow parameters" })
