import type { ContainerExport } from "@tagwright/formats"
import { boolean, builtIn, client, condition, container, containerId, customEvent, customTemplate, dlv, folder, integer, needs, rows, tag, template, transformation, trigger, variable } from "../../src/lint/build.ts"

const table = ["parameter", "parameterValue"] as const
const consentInit = "2147479572"
const initialization = "2147479573"

const webBuiltIns = [
  builtIn("PAGE_URL", "Page URL"),
  builtIn("PAGE_HOSTNAME", "Page Hostname"),
  builtIn("PAGE_PATH", "Page Path"),
  builtIn("EVENT", "Event"),
  builtIn("CLICK_URL", "Click URL"),
  builtIn("SCROLL_DEPTH_THRESHOLD", "Scroll Depth Threshold"),
]

/** A web container of 2026 with the usual furniture; nothing in it is wrong. */
export const webContainer = (): ContainerExport =>
  container("WEB", {
    tag: [
      tag(20, "Google tag", "googtag", [template("tagId", "{{const.ga4_measurement_id}}"), rows("configSettingsTable", table, { server_container_url: "https://sgtm.northlight.example" })], [initialization], { parentFolderId: "2" }),
      tag(
        21,
        "GA4 — lead_submit",
        "gaawe",
        [
          boolean("sendEcommerceData", false),
          rows("eventSettingsTable", table, { form_id: "{{dlv.form_id}}", page_path: "{{Page Path}}" }),
          template("eventSettingsVariable", "{{gtes.shared}}"),
          template("eventName", "lead_submit"),
          template("measurementIdOverride", "{{const.ga4_measurement_id}}"),
        ],
        ["30"],
        { parentFolderId: "2", notes: "Plan: events.lead_submit" },
      ),
      tag(22, "GA4 — scroll", "gaawe", [boolean("sendEcommerceData", false), rows("eventSettingsTable", table, { percent: "{{Scroll Depth Threshold}}" }), template("eventName", "scroll_depth"), template("measurementIdOverride", "{{const.ga4_measurement_id}}")], ["33"]),
      tag(23, "Consent default", "cvt_KDDGR", [template("command", "default")], [consentInit], { tagFiringOption: "ONCE_PER_LOAD" }),
      tag(24, "Ads — lead", "awct", [boolean("enableConversionLinker", true), template("conversionId", "{{const.ads_id}}"), template("conversionLabel", "abcDEF_123")], ["30"], { blockingTriggerId: ["34"], consentSettings: needs("ad_storage") }),
      tag(25, "Conversion linker", "gclidw", [boolean("enableCrossDomain", false), boolean("enableUrlPassthrough", false), boolean("enableCookieOverrides", false)], ["2147479553"]),
      tag(26, "HTML — chat", "html", [template("html", '<script>\n  window.chat = {path: {{Page Path}}, host: "{{lookup.host}}"};\n  // see the vendor\'s manual\n</script>'), boolean("supportDocumentWrite", false)], ["31"], { consentSettings: needs("functionality_storage"), setupTag: [{ tagName: "HTML — chat loader", stopOnSetupFailure: true }] }),
      tag(27, "HTML — chat loader", "html", [template("html", "<script>window.chatQueue = window.chatQueue || [];</script>"), boolean("supportDocumentWrite", false)], [], { consentSettings: needs("functionality_storage") }),
      tag(28, "Own template", `cvt_${containerId}_41`, [template("mode", "{{js.mode}}")], ["32", "35"]),
    ],
    trigger: [
      customEvent(30, "T — Custom — lead_submit", "lead_submit", [condition("CONTAINS", "{{Page URL}}", "draft", "negate")]),
      trigger(31, "T — DOM ready — shop", "DOM_READY", { filter: [condition("MATCH_REGEX", "{{Page Path}}", "^/(shop|checkout)(/|$)", "ignore_case")] }),
      trigger(32, "T — Link — outbound", "LINK_CLICK", {
        filter: [condition("STARTS_WITH", "{{Click URL}}", "https://buy.")],
        autoEventFilter: [condition("MATCH_REGEX", "{{Page URL}}", ".*")],
        waitForTags: { type: "BOOLEAN", value: "true" },
        checkValidation: { type: "BOOLEAN", value: "false" },
        waitForTagsTimeout: { type: "TEMPLATE", value: "2000" },
        uniqueTriggerId: { type: "TEMPLATE" },
      }),
      trigger(33, "T — Scroll", "SCROLL_DEPTH", {
        parameter: [template("verticalThresholdUnits", "PERCENT"), template("verticalThresholdsPercent", "25,50,75"), boolean("verticalThresholdOn", true), template("triggerStartOption", "WINDOW_LOAD"), boolean("horizontalThresholdOn", false)],
      }),
      customEvent(34, "T — Block — test mode", ".*", [condition("EQUALS", "{{dlv.test_mode}}", "true")]),
      trigger(35, "T — Group — engaged", "TRIGGER_GROUP", { parameter: [{ type: "LIST", key: "triggerIds", list: [{ type: "TRIGGER_REFERENCE", value: "33" }, { type: "TRIGGER_REFERENCE", value: "31" }] }] }),
    ].map((entity) => (entity.triggerId === "34" ? { ...entity, customEventFilter: [condition("MATCH_REGEX", "{{_event}}", ".*")] } : entity)),
    variable: [
      variable(50, "const.ga4_measurement_id", "c", [template("value", "G-NLTEST0001")]),
      variable(51, "const.ads_id", "c", [template("value", "123456789")]),
      dlv(52, "dlv.form_id", "form_id"),
      dlv(53, "dlv.test_mode", "test_mode"),
      variable(54, "gtes.shared", "gtes", [rows("eventSettingsTable", table, { test_mode: "{{dlv.test_mode}}" })], null),
      variable(55, "lookup.host", "smm", [boolean("setDefaultValue", true), template("input", "{{Page Hostname}}"), rows("map", ["key", "value"], { "northlight.example": "live", localhost: "test" }), template("defaultValue", "other")]),
      variable(56, "js.mode", "jsm", [template("javascript", 'function() {\n  return {{dlv.test_mode}} ? "test" : "live";\n}')], { convertUndefinedToValue: { type: "TEMPLATE", value: "live" } }),
    ],
    folder: [folder(2, "Measurement")],
    builtInVariable: webBuiltIns,
    customTemplate: [customTemplate(40, "Consent Mode", "TAG", "KDDGR"), customTemplate(41, "Own template", "TAG")],
  })

/** A server container of 2026; nothing in it is wrong. */
const serverContainer = (): ContainerExport =>
  container("SERVER", {
    tag: [
      tag(10, "GA4", "sgtmgaaw", [boolean("redactVisitorIp", false), template("epToIncludeDropdown", "all"), template("upToIncludeDropdown", "all")], ["20"]),
      tag(11, "Ads — purchase", "sgtmadsct", [template("conversionId", "123456789"), template("conversionLabel", "abcDEF_123"), boolean("enableConversionLinker", true), boolean("rdp", false)], ["21"], { blockingTriggerId: ["22"] }),
    ],
    trigger: [
      trigger(20, "All GA4 events", "ALWAYS", { filter: [condition("EQUALS", "{{Client Name}}", "GA4")] }),
      customEvent(21, "purchase", "purchase", [condition("EQUALS", "{{Client Name}}", "GA4")]),
      trigger(22, "Block — no ad consent", "ALWAYS", { filter: [condition("EQUALS", "{{ed.consent_marketing}}", "granted", "negate")] }),
    ],
    variable: [variable(30, "ed.consent_marketing", "ed", [boolean("setDefaultValue", false), template("keyPath", "consent_marketing")])],
    builtInVariable: [builtIn("CLIENT_NAME", "Client Name"), builtIn("EVENT_NAME", "Event Name")],
    client: [client(40, "GA4", "gaaw_client", [boolean("activateDefaultPaths", true), template("cookieManagement", "server"), template("cookieName", "FPID"), template("cookieDomain", "auto"), template("cookiePath", "/"), template("cookieMaxAgeInSec", "63072000")], 0)],
    transformation: [
      transformation(41, "Mark test data", "tf_augment_event", [
        boolean("matchingConditionsEnabled", false),
        template("booleanExpressionString"),
        boolean("allTagsExcept", false),
        rows("augmentEventTable", ["paramName", "paramValue"], { environment: "production" }),
        { type: "LIST", key: "affectedTags", list: [{ type: "MAP", map: [{ type: "TAG_REFERENCE", key: "tagReference", value: "GA4", isWeakReference: false }] }] },
      ]),
    ],
  })

/** What containers of 2019 to 2022 look like: Universal Analytics, GA4 by configuration tag, no features, `liveOnly`. */
const oldWebContainer = (): ContainerExport => {
  const old = container("WEB", {
    tag: [
      tag(3, "UA pageview", "ua", [boolean("overrideGaSettings", false), template("trackType", "TRACK_PAGEVIEW"), template("gaSettings", "{{GA settings}}")], ["2147479553"], { liveOnly: false }),
      tag(4, "GA4 config", "gaawc", [boolean("sendPageView", true), template("measurementId", "G-NLTEST0001"), rows("fieldsToSet", ["name", "value"], { debug_mode: "true" })], ["2147479553"]),
      tag(5, "GA4 signup", "gaawe", [rows("eventParameters", ["name", "value"], { method: "{{method}}" }), template("eventName", "sign_up"), { type: "TAG_REFERENCE", key: "measurementId", value: "GA4 config" }], ["8"]),
      tag(6, "Parked", "html", [template("html", "<p>later</p>"), boolean("supportDocumentWrite", false)], [], { paused: true }),
    ],
    trigger: [
      customEvent(8, "sign up", "sign_up"),
      trigger(9, "timer", "TIMER", {
        autoEventFilter: [condition("CONTAINS", "{{Page URL}}", "/")],
        eventName: { type: "TEMPLATE", value: "gtm.timer" },
        interval: { type: "TEMPLATE", value: "10000" },
        limit: { type: "TEMPLATE" },
        uniqueTriggerId: { type: "TEMPLATE" },
      }),
    ],
    variable: [
      variable(11, "GA settings", "gas", [template("cookieDomain", "auto"), boolean("doubleClick", false), template("trackingId", "UA-12345-1")], null),
      variable(12, "method", "v", [integer("dataLayerVersion", 2), boolean("setDefaultValue", false), template("name", "method")]),
    ],
    builtInVariable: [builtIn("PAGE_URL", "Page URL")],
  })
  delete old.containerVersion.container?.features
  delete old.containerVersion.container?.tagIds
  return old
}

export const samples: readonly (readonly [name: string, make: () => ContainerExport])[] = [
  ["a web container", webContainer],
  ["a server container", serverContainer],
  ["an old web container", oldWebContainer],
]
