import type { ContainerExport, ResolvedPlan } from "@tagwright/formats"
import { boolean, containerBuilder, equals, list, row, template } from "./build.ts"
import { namesOf } from "./names.ts"

/** FPID lives as long as Google's own default: 2 years in seconds (gtm-format, gaaw_client). */
const fpidSeconds = "63072000"

/** The server container of one environment: GA4 in, GA4 out, the visitor's address removed, nothing personal passed on. */
export const serverContainer = (plan: ResolvedPlan, environment: string): ContainerExport => {
  const names = namesOf(plan)
  const settings = plan.site.environments[environment]
  if (settings === undefined) throw new TypeError(`no environment ${environment}`)
  const to = containerBuilder(settings.gtmServer ?? `${settings.gtm}S`, `${plan.site.name} server (${environment})`, "SERVER")
  to.builtIn("EVENT_NAME", "Event Name")
  to.builtIn("CLIENT_NAME", "Client Name")
  const measurementId = to.variable({
    name: names.constant("ga4_measurement_id"),
    type: "c",
    notes: "site.environments: the GA4 property",
    parameter: [template("value", settings.ga4)],
    formatValue: {},
  })
  const trigger = to.trigger({ name: "T — Client — GA4", type: "ALWAYS", notes: "Everything the GA4 client claimed", filter: [equals("{{Client Name}}", "GA4")] })
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
    firingTriggerId: [trigger],
  })
  const client = {
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
  }
  return to.write({ client: [client] })
}
