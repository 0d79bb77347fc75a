import type { ResolvedEvent } from "@tagwright/formats"
import { boolean, equals, list, row, template } from "../build.ts"
import { kitFields, parametersFor } from "../event-fields.ts"
import { consentEvent } from "../names.ts"
import { type Emission, initializationAllPages } from "./emission.ts"

const folder = "Google Analytics"

/** The Google tag, and the GA4 event tags: one per event, or one that looks the name up. */
export const ga4 = (emission: Emission<"ga4">): void => {
  googleTag(emission)
  const settings = sharedSettings(emission)
  if (emission.destination.tags === "one-for-all") oneForAll(emission, settings)
  else for (const event of emission.events) onePerEvent(emission, event, settings)
}

const googleTag = ({ to, names, destination, measurementId, consentSettings, trigger, field }: Emission<"ga4">): void => {
  const waits = consentSettings.consentStatus === "NEEDED"
  to.tag({
    name: names.googleTag,
    type: "googtag",
    notes: `destinations.${destination.id}. page_view comes from the plan's event, not from the tag`,
    parameter: [
      template("tagId", measurementId),
      list("configSettingsTable", [row({ parameter: "send_page_view", parameterValue: "false" })]),
      // What Google measures by itself (user_engagement) is marked as test data too.
      list("eventSettingsTable", [row({ parameter: "test_mode", parameterValue: field("test_mode") })]),
    ],
    // A tag blocked by consent is never replayed: in basic mode it gets a second chance after the choice.
    firingTriggerId: waits ? [initializationAllPages, trigger(consentEvent, "Pushed by the kit after every choice of the visitor")] : [initializationAllPages],
    tagFiringOption: "ONCE_PER_EVENT",
    consentSettings,
    folder,
  })
}

const sharedKeys = ["event_id", "test_mode"]

const sharedSettings = ({ to, names, field }: Emission<"ga4">): string =>
  to.variable({
    name: names.sharedSettings,
    type: "gtes",
    notes: "Sent with every GA4 event: the id that removes duplicates, and the mark of test data",
    parameter: [list("eventSettingsTable", sharedKeys.map((key) => row({ parameter: key, parameterValue: field(key) })))],
    folder: "Settings",
  })

const ownKeys = ({ plan, destination }: Emission<"ga4">, event: ResolvedEvent): string[] => [
  ...parametersFor(destination.id, event, plan),
  ...kitFields(event, plan).filter((key) => !sharedKeys.includes(key)),
]

const eventTag = ({ measurementId, field }: Emission<"ga4">, eventName: string, keys: string[], settings: string) => [
  boolean("sendEcommerceData", false),
  template("eventName", eventName),
  template("measurementIdOverride", measurementId),
  ...(keys.length === 0 ? [] : [list("eventSettingsTable", keys.map((key) => row({ parameter: key, parameterValue: field(key) })))]),
  template("eventSettingsVariable", settings),
]

const onePerEvent = (emission: Emission<"ga4">, event: ResolvedEvent, settings: string): void =>
  emission.to.tag({
    name: emission.names.tag("GA4", event.name),
    type: "gaawe",
    notes: `events.${event.name}: ${event.describe}`,
    parameter: eventTag(emission, event.ga4Name ?? event.name, ownKeys(emission, event), settings),
    firingTriggerId: [emission.trigger(event.name, event.describe)],
    consentSettings: emission.consentSettings,
    folder,
  })

const oneForAll = (emission: Emission<"ga4">, settings: string): void => {
  const { to, names, events } = emission
  const eventName = to.variable({
    name: names.lookup("ga4_event_name"),
    type: "smm",
    notes: "Our event → the name GA4 gets",
    parameter: [boolean("setDefaultValue", true), template("defaultValue", "{{Event}}"), template("input", "{{Event}}"), list("map", events.map((event) => row({ key: event.name, value: event.ga4Name ?? event.name })))],
    formatValue: {},
    folder: "Settings",
  })
  const trigger = to.trigger({
    name: names.trigger("all GA4 events"),
    type: "CUSTOM_EVENT",
    notes: `events: ${events.map(({ name }) => name).join(", ")}`,
    customEventFilter: [{ type: "MATCH_REGEX", parameter: equals("{{_event}}", `^(${events.map(({ name }) => name).join("|")})$`).parameter }],
    folder: "Events",
  })
  to.tag({
    name: names.tag("GA4", "all events"),
    type: "gaawe",
    notes: "One tag for every event: what an event does not carry is undefined and not sent",
    parameter: eventTag(emission, eventName, [...new Set(events.flatMap((event) => ownKeys(emission, event)))], settings),
    firingTriggerId: [trigger],
    consentSettings: emission.consentSettings,
    folder,
  })
}
