import type { ContainerExport, ResolvedPlan } from "@tagwright/formats"
import { boolean, containerBuilder, type ContainerBuilder, equals, list, row, template } from "./build.ts"
import { namesOf, type Names } from "./names.ts"

/** FPID lives as long as Google's own default: 2 years in seconds (gtm-format, gaaw_client). */
const fpidSeconds = "63072000"

/** The server container of one environment: GA4 in; GA4 and conversions out; no visitor's address, nothing personal, no test data in production. */
export const serverContainer = (plan: ResolvedPlan, environment: string): ContainerExport => {
  const settings = plan.site.environments[environment]
  if (settings === undefined) throw new TypeError(`no environment ${environment}`)
  const names = namesOf(plan)
  const to = containerBuilder(settings.gtmServer ?? `${settings.gtm}S`, `${plan.site.name} server (${environment})`, "SERVER")
  to.builtIn("EVENT_NAME", "Event Name")
  to.builtIn("CLIENT_NAME", "Client Name")
  ga4Tag(to, plan, names, settings.ga4)
  adsTags(to, plan, names, () => testModeException(to, plan, names, environment))
  return to.write({ client: [ga4Client(to)] })
}

const fromGa4 = equals("{{Client Name}}", "GA4")

const ga4Tag = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, ga4: string): void => {
  const measurementId = to.variable({ name: names.constant("ga4_measurement_id"), type: "c", notes: "site.environments: the GA4 property", parameter: [template("value", ga4)], formatValue: {} })
  const personal = Object.values(plan.parameters).filter(({ privacy }) => privacy === "personal" || privacy === "sensitive")
  to.tag({
    name: "GA4",
    type: "sgtmgaaw",
    notes: "Sends on what came in, without the visitor's address and without the plan's personal parameters",
    parameter: [
      boolean("redactVisitorIp", true),
      template("epToIncludeDropdown", "all"),
      ...(personal.length === 0 ? [] : [list("epToExclude", personal.map(({ id }) => row({ fieldName: id })))]),
      template("upToIncludeDropdown", "none"),
      template("measurementId", measurementId),
    ],
    firingTriggerId: [to.trigger({ name: "T — Client — GA4", type: "ALWAYS", notes: "Everything the GA4 client claimed", filter: [fromGa4] })],
  })
}

const testModeException = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, environment: string): string => {
  const production = Object.entries(plan.site.environments).find(([, { testMode }]) => !testMode)?.[0] ?? "production"
  const current = to.variable({ name: names.constant("environment"), type: "c", notes: "The environment this container belongs to", parameter: [template("value", environment)], formatValue: {} })
  const testMode = to.variable({ name: "ed.test_mode", type: "ed", notes: "Written by the data layer kit in test environments", parameter: [boolean("setDefaultValue", false), template("keyPath", "test_mode")], formatValue: {} })
  return to.trigger({ name: names.testModeException, type: "ALWAYS", notes: "Exception of every conversion tag: data marked as test in production", filter: [equals(current, production), equals(testMode, "true")] })
}

/** `exception` is called only when there is a tag to block: a trigger that blocks nothing is dead weight. */
const adsTags = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, exception: () => string): void => {
  for (const destination of Object.values(plan.destinations)) {
    if (destination.type !== "google-ads") continue
    const labelled = Object.values(plan.events).filter(({ name, to: goesTo }) => goesTo.includes(destination.id) && destination.labels[name] !== undefined)
    for (const { name, ga4Name, describe } of labelled)
      to.tag({
        name: names.tag("Google Ads", name),
        type: "sgtmadsct",
        notes: `destinations.${destination.id}: ${describe}`,
        parameter: [
          boolean("enableConversionLinker", true),
          boolean("enableProductReporting", false),
          boolean("enableNewCustomerReporting", false),
          boolean("rdp", false),
          template("conversionId", destination.conversionId.replace("AW-", "")),
          template("conversionLabel", destination.labels[name] ?? ""),
        ],
        firingTriggerId: [to.trigger({ name: names.trigger(ga4Name ?? name), type: "CUSTOM_EVENT", notes: `events.${name}: ${describe}`, customEventFilter: [equals("{{_event}}", ga4Name ?? name)], filter: [fromGa4] })],
        blockingTriggerId: [exception()],
      })
  }
}

const ga4Client = (to: ContainerBuilder) => ({
  ...to.home,
  clientId: to.nextId(),
  name: "GA4",
  type: "gaaw_client",
  parameter: [
    boolean("activateDefaultPaths", true),
    template("cookieManagement", "server"),
    template("cookieName", "FPID"),
    template("cookieDomain", "auto"),
    template("cookiePath", "/"),
    template("cookieMaxAgeInSec", fpidSeconds),
    template("cookieSamesite", "lax"),
  ],
  fingerprint: to.fingerprint,
  priority: 0,
})
