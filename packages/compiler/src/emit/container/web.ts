import type { ContainerExport, Parameter, ResolvedDestination, ResolvedEvent, ResolvedPlan, Tag } from "@tagwright/formats"
import { boolean, containerBuilder, type ContainerBuilder, equals, integer, list, row, template } from "./build.ts"
import { kitFields } from "./event-fields.ts"
import { parametersFor } from "./event-fields.ts"
import { consentEvent, names } from "./names.ts"

/** Initialization - All Pages: fixed id of a built-in trigger (gtm-format: built-in triggers). */
const initializationAllPages = "2147479573"

/** What one destination's emitter gets. */
interface Emission {
  to: ContainerBuilder
  plan: ResolvedPlan
  destination: ResolvedDestination
  events: ResolvedEvent[]
  consentSettings: NonNullable<Tag["consentSettings"]>
  /** `{{dlv.key}}`, made when first asked for */
  field(key: string): string
  trigger(event: ResolvedEvent): string
  blocking: string[]
}

/** The web container of one environment. */
export const webContainer = (plan: ResolvedPlan, environment: string): ContainerExport => {
  const settings = plan.site.environments[environment]
  if (settings === undefined) throw new TypeError(`no environment ${environment}`)
  const to = containerBuilder(settings.gtm, `${plan.site.name} (${environment})`, "WEB")
  for (const [type, name] of pageBuiltIns) to.builtIn(type, name)
  to.variable({ ...constant("environment", environment, "The environment this container belongs to"), folder: "Settings" })
  const measurementId = to.variable({ ...constant("ga4_measurement_id", settings.ga4, "site.environments: the GA4 property"), folder: "Settings" })

  for (const destination of Object.values(plan.destinations)) {
    const events = Object.values(plan.events).filter((event) => event.source === "browser" && event.to.includes(destination.id))
    if (destination.carrier !== "container" || events.length === 0) continue
    const shared: Emission = {
      to,
      plan,
      destination,
      events,
      consentSettings: consentOf(plan, destination),
      field: (key) => dataLayerVariable(to, plan, key),
      trigger: (event) => customTrigger(to, event),
      blocking: destination.marketing ? [testModeException(to, plan)] : [],
    }
    if (destination.type === "ga4") ga4Tags(shared, measurementId)
    if (destination.type === "meta") metaTags(shared, destination.pixelId)
    if (destination.type === "google-ads") adsTags(shared, destination.conversionId, destination.labels)
    if (destination.type === "pixel") pixelTags(shared, destination.url)
  }
  return to.write()
}

const pageBuiltIns = [
  ["PAGE_URL", "Page URL"],
  ["PAGE_HOSTNAME", "Page Hostname"],
  ["PAGE_PATH", "Page Path"],
  ["REFERRER", "Referrer"],
  ["EVENT", "Event"],
] as const

const constant = (name: string, value: string, notes: string) => ({
  name: names.constant(name),
  type: "c",
  notes,
  parameter: [template("value", value)],
  formatValue: {},
})

const dataLayerVariable = (to: ContainerBuilder, plan: ResolvedPlan, key: string): string =>
  to.variable({
    name: names.dataLayer(key),
    type: "v",
    notes: plan.parameters[key]?.describe ?? "Written by the data layer kit",
    parameter: [integer("dataLayerVersion", 2), boolean("setDefaultValue", false), template("name", key)],
    formatValue: {},
    folder: "Data layer",
  })

const customTrigger = (to: ContainerBuilder, { name, describe }: ResolvedEvent): string =>
  to.trigger({ name: names.customTrigger(name), type: "CUSTOM_EVENT", notes: `events.${name}: ${describe}`, customEventFilter: [equals("{{_event}}", name)], folder: "Events" })

/** Test data that reaches the production container fires no marketing tag. The same in both containers; only the constant differs. */
const testModeException = (to: ContainerBuilder, plan: ResolvedPlan): string => {
  const production = Object.entries(plan.site.environments).find(([, { testMode }]) => !testMode)?.[0] ?? "production"
  return to.trigger({
    name: names.testModeException,
    type: "CUSTOM_EVENT",
    notes: "Exception of every marketing tag: data marked as test in the production container",
    customEventFilter: [{ type: "MATCH_REGEX", parameter: [template("arg0", "{{_event}}"), template("arg1", ".*")] }],
    filter: [equals(`{{${names.constant("environment")}}}`, production), equals(dataLayerVariable(to, plan, "test_mode"), "true")],
    folder: "Events",
  })
}

/** The additional consent check of a destination's tags: every type its category grants. */
const consentOf = (plan: ResolvedPlan, { consent, type }: ResolvedDestination): NonNullable<Tag["consentSettings"]> => {
  const category = plan.consent.categories[consent]
  if (category === undefined || category.always || (type === "ga4" && plan.consent.mode === "advanced")) return { consentStatus: "NOT_NEEDED" }
  return { consentStatus: "NEEDED", consentType: { type: "LIST", list: category.grants.map((grant) => ({ type: "TEMPLATE", value: grant })) } }
}

const ga4Tags = ({ to, plan, destination, events, consentSettings, field, trigger }: Emission, measurementId: string): void => {
  const folder = "Google Analytics"
  const basic = consentSettings.consentStatus === "NEEDED"
  const consentTrigger = to.trigger({
    name: names.customTrigger(consentEvent),
    type: "CUSTOM_EVENT",
    notes: "Pushed by the kit after every choice of the visitor",
    customEventFilter: [equals("{{_event}}", consentEvent)],
    folder: "Events",
  })
  to.tag({
    name: names.googleTag,
    type: "googtag",
    notes: `destinations.${destination.id}. page_view comes from the plan's event, not from the tag`,
    parameter: [template("tagId", measurementId), list("configSettingsTable", [row({ parameter: "send_page_view", parameterValue: "false" })])],
    // In basic mode the tag may only start after the choice, hence the second trigger; once per page is enough.
    firingTriggerId: basic ? [initializationAllPages, consentTrigger] : [initializationAllPages],
    tagFiringOption: basic ? "UNLIMITED" : "ONCE_PER_EVENT",
    consentSettings,
    folder,
  })
  const sharedSettings = to.variable({
    name: names.sharedSettings,
    type: "gtes",
    notes: "Sent with every GA4 event: the id that removes duplicates, and the mark of test data",
    parameter: [list("eventSettingsTable", ["event_id", "test_mode"].map((key) => row({ parameter: key, parameterValue: field(key) })))],
    folder: "Settings",
  })
  for (const event of events) {
    const keys = [...parametersFor(destination.id, event, plan), ...kitFields(event, plan).filter((key) => key !== "event_id" && key !== "test_mode")]
    to.tag({
      name: names.ga4(event.name),
      type: "gaawe",
      notes: `events.${event.name}: ${event.describe}`,
      parameter: [
        boolean("sendEcommerceData", false),
        template("eventName", event.ga4Name ?? event.name),
        template("measurementIdOverride", measurementId),
        ...(keys.length === 0 ? [] : [list("eventSettingsTable", keys.map((key) => row({ parameter: key, parameterValue: field(key) })))]),
        template("eventSettingsVariable", sharedSettings),
      ],
      firingTriggerId: [trigger(event)],
      consentSettings,
      folder,
    })
  }
}

/** Meta's documented image form of the pixel (`/tr`): no script from outside, works under a strict CSP. */
const metaTags = (emission: Emission, pixelId: string): void => {
  for (const event of emission.events) {
    const query = [`id=${pixelId}`, `ev=${vendorName(event, emission, pascal)}`, "noscript=1", `eid=${emission.field("event_id")}`, ...customData(event, emission, (key, value) => `cd[${key}]=${value}`)]
    imageTag(emission, "Meta", event, `https://www.facebook.com/tr?${query.join("&")}`)
  }
}

const pixelTags = (emission: Emission, url: string): void => {
  for (const event of emission.events)
    imageTag(
      emission,
      emission.destination.id,
      event,
      url.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => (key === "event" ? vendorName(event, emission, (name) => name) : emission.field(key))),
    )
}

const adsTags = ({ to, events, destination, consentSettings, trigger, field, plan, blocking }: Emission, conversionId: string, labels: Record<string, string>): void => {
  for (const event of events) {
    const label = labels[event.name]
    if (label === undefined) continue
    const own = (type: string) => parametersFor(destination.id, event, plan).find((name) => plan.parameters[name]?.type === type)
    const [value, currency, order] = [own("money"), own("currency"), own("id")]
    to.tag({
      name: names.vendor("Google Ads", event.name),
      type: "awct",
      notes: `destinations.${destination.id}: ${event.describe}`,
      parameter: [
        boolean("enableNewCustomerReporting", false),
        boolean("enableConversionLinker", true),
        boolean("enableProductReporting", false),
        ...(value === undefined ? [] : [template("conversionValue", field(value))]),
        template("conversionCookiePrefix", "_gcl"),
        boolean("enableShippingData", false),
        ...(order === undefined ? [] : [template("orderId", field(order))]),
        template("conversionId", conversionId.replace("AW-", "")),
        ...(currency === undefined ? [] : [template("currencyCode", field(currency))]),
        template("conversionLabel", label),
        boolean("rdp", false),
      ],
      firingTriggerId: [trigger(event)],
      blockingTriggerId: blocking,
      consentSettings,
      folder: "Google Ads",
    })
  }
}

const imageTag = ({ to, consentSettings, trigger, blocking, destination }: Emission, vendor: string, event: ResolvedEvent, url: string): void => {
  const parameter: Parameter[] = [boolean("useCacheBuster", true), template("url", url), template("cacheBusterQueryParam", "gtmcb")]
  to.tag({
    name: names.vendor(vendor, event.name),
    type: "img",
    notes: `destinations.${destination.id}: ${event.describe}`,
    parameter,
    firingTriggerId: [trigger(event)],
    blockingTriggerId: blocking,
    consentSettings,
    folder: vendor,
  })
}

const vendorName = (event: ResolvedEvent, { destination }: Emission, otherwise: (name: string) => string) => destination.names[event.name] ?? otherwise(event.name)

const pascal = (name: string) => name.replaceAll(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase())

const customData = (event: ResolvedEvent, { destination, plan, field }: Emission, write: (key: string, value: string) => string): string[] =>
  parametersFor(destination.id, event, plan)
    .filter((key) => plan.parameters[key]?.type !== "items")
    .map((key) => write(key, field(key)))
