import type { ContainerExport, ResolvedDestination, ResolvedPlan, Tag } from "@tagwright/formats"
import { boolean, containerBuilder, type ContainerBuilder, equals, integer, list, row, template } from "./build.ts"
import { namesOf, type Names } from "./names.ts"
import type { Workbench } from "./web/emission.ts"
import { emitTags } from "./web/emitters.ts"

/** The web container of one environment; the same for all of them where the plan asks for the lookup style. */
export const webContainer = (plan: ResolvedPlan, environment: string): ContainerExport => {
  const home = plan.container.style === "lookup" ? productionOf(plan) : environment
  const settings = plan.site.environments[home]
  if (settings === undefined) throw new TypeError(`no environment ${home}`)
  const to = containerBuilder(settings.gtm, plan.container.style === "lookup" ? plan.site.name : `${plan.site.name} (${home})`, "WEB")
  const names = namesOf(plan)
  for (const [type, name] of pageBuiltIns) to.builtIn(type, name)
  const environmentName = perEnvironment(to, plan, names, home, "environment", "The environment this page belongs to", (_, name) => name)
  const measurementId = perEnvironment(to, plan, names, home, "ga4_measurement_id", "site.environments: the GA4 property", ({ ga4 }) => ga4)
  for (const destination of Object.values(plan.destinations)) emitFor(destination, { to, plan, names, measurementId, environmentName })
  return to.write()
}

type Environment = ResolvedPlan["site"]["environments"][string]

const productionOf = (plan: ResolvedPlan): string => Object.entries(plan.site.environments).find(([, { testMode }]) => !testMode)?.[0] ?? "production"

/** A value that differs between environments: a constant in a container of its own, a lookup by host name in a shared one. */
const perEnvironment = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, home: string, key: string, notes: string, valueOf: (settings: Environment, name: string) => string): string => {
  const environments = Object.entries(plan.site.environments)
  const own = environments.find(([name]) => name === home)?.[1]
  if (own === undefined) throw new TypeError(`no environment ${home}`)
  if (plan.container.style === "per-environment") return to.variable({ name: names.constant(key), type: "c", notes, parameter: [template("value", valueOf(own, home))], formatValue: {}, folder: "Settings" })
  const rows = environments.flatMap(([name, settings]) => settings.hosts.map((host) => row({ key: host, value: valueOf(settings, name) })))
  return to.variable({
    name: names.lookup(key),
    type: "smm",
    notes,
    parameter: [boolean("setDefaultValue", true), template("defaultValue", valueOf(own, home)), template("input", "{{Page Hostname}}"), list("map", rows)],
    formatValue: {},
    folder: "Settings",
  })
}

const emitFor = (
  destination: ResolvedDestination,
  { to, plan, names, measurementId, environmentName }: Pick<Workbench, "to" | "plan" | "names" | "measurementId"> & { environmentName: string },
): void => {
  const events = Object.values(plan.events).filter((event) => event.source === "browser" && event.to.includes(destination.id))
  if (destination.carrier !== "container" || events.length === 0) return
  const field = (key: string) => dataLayerVariable(to, plan, names, key)
  emitTags({
    to,
    plan,
    names,
    destination,
    events,
    measurementId,
    consentSettings: consentOf(plan, destination),
    field,
    trigger: (event, describe) =>
      to.trigger({ name: names.trigger(event), type: "CUSTOM_EVENT", notes: `${event in plan.events ? `events.${event}: ` : ""}${describe}`, customEventFilter: [equals("{{_event}}", event)], folder: "Events" }),
    blocking: destination.marketing ? [testModeException(to, plan, names, environmentName, field("test_mode"))] : [],
  })
}

const pageBuiltIns = [
  ["PAGE_URL", "Page URL"],
  ["PAGE_HOSTNAME", "Page Hostname"],
  ["PAGE_PATH", "Page Path"],
  ["REFERRER", "Referrer"],
  ["EVENT", "Event"],
] as const

const dataLayerVariable = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, key: string): string =>
  to.variable({
    name: names.dataLayer(key),
    type: "v",
    notes: plan.parameters[key] === undefined ? "Written by the data layer kit" : `parameters.${key}: ${plan.parameters[key].describe}`,
    parameter: [integer("dataLayerVersion", 2), boolean("setDefaultValue", false), template("name", key)],
    formatValue: {},
    folder: "Data layer",
  })

/** Test data that reaches production fires no marketing tag. The same in every container; only the constant differs. */
const testModeException = (to: ContainerBuilder, plan: ResolvedPlan, names: Names, environmentName: string, testMode: string): string =>
  to.trigger({
    name: names.testModeException,
    type: "CUSTOM_EVENT",
    notes: "Exception of every marketing tag: data marked as test in production",
    customEventFilter: [{ type: "MATCH_REGEX", parameter: [template("arg0", "{{_event}}"), template("arg1", ".*")] }],
    filter: [equals(environmentName, productionOf(plan)), equals(testMode, "true")],
    folder: "Events",
  })

/** The additional consent check of a destination's tags: every type its category grants. */
const consentOf = (plan: ResolvedPlan, { consent, type }: ResolvedDestination): NonNullable<Tag["consentSettings"]> => {
  const category = plan.consent.categories[consent]
  if (category === undefined || category.always || (type === "ga4" && plan.consent.mode === "advanced")) return { consentStatus: "NOT_NEEDED" }
  return { consentStatus: "NEEDED", consentType: { type: "LIST", list: category.grants.map((grant) => ({ type: "TEMPLATE", value: grant })) } }
}
