import type { DestinationType, ResolvedDestination, ResolvedEvent, ResolvedPlan, Tag } from "@tagwright/formats"
import type { ContainerBuilder } from "../build.ts"
import { boolean, template } from "../build.ts"
import { parametersFor } from "../event-fields.ts"
import type { Names } from "../names.ts"

/** What every emitter needs: the builder, and short ways to what each tag has. */
export interface Workbench {
  to: ContainerBuilder
  plan: ResolvedPlan
  names: Names
  destination: ResolvedDestination
  /** Browser events that go to this destination */
  events: ResolvedEvent[]
  /** `{{…}}` of the environment's measurement id */
  measurementId: string
  consentSettings: NonNullable<Tag["consentSettings"]>
  /** `{{dlv.key}}`, made when first asked for */
  field(key: string): string
  /** Id of the event's custom trigger, made when first asked for */
  trigger(event: string, describe: string): string
  /** Exceptions of every tag of this destination */
  blocking: string[]
}
export type Emission<T extends DestinationType> = Workbench & { destination: Extract<ResolvedDestination, { type: T }> }

/** Initialization - All Pages and Consent Initialization: fixed ids of built-in triggers (gtm-format, built-in triggers). */
export const initializationAllPages = "2147479573"

export const vendorName = (event: ResolvedEvent, destination: ResolvedDestination, otherwise: (name: string) => string): string => destination.names[event.name] ?? otherwise(event.name)

/** lead_submit → LeadSubmit */
export const pascal = (name: string): string => name.replaceAll(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase())

/** The event's own parameter of a type, as `{{dlv.…}}`. */
export const fieldOfType = ({ plan, destination, field }: Workbench, event: ResolvedEvent, type: "money" | "currency" | "id"): string | undefined => {
  const name = parametersFor(destination.id, event, plan).find((one) => plan.parameters[one]?.type === type)
  return name === undefined ? undefined : field(name)
}

/** Every parameter but items, as `[key, {{dlv.key}}]`. */
export const flatFields = ({ plan, destination, field }: Workbench, event: ResolvedEvent): [string, string][] =>
  parametersFor(destination.id, event, plan).flatMap((key): [string, string][] => (plan.parameters[key]?.type === "items" ? [] : [[key, field(key)]]))

/** An image tag: works under a strict policy, loads no script from outside. */
export const imageTag = ({ to, names, consentSettings, trigger, blocking, destination }: Workbench, vendor: string, event: ResolvedEvent, url: string): void =>
  to.tag({
    name: names.tag(vendor, event.name),
    type: "img",
    notes: `destinations.${destination.id}: ${event.describe}`,
    parameter: [boolean("useCacheBuster", true), template("url", url), template("cacheBusterQueryParam", "gtmcb")],
    firingTriggerId: [trigger(event.name, event.describe)],
    blockingTriggerId: blocking,
    consentSettings,
    folder: vendor,
  })
