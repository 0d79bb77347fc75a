import type { Tag } from "@tagwright/formats"
import { reservedGa4Names } from "../../container/ga4-names.ts"
import { rowsOf, valueOf } from "../../container/parameters.ts"
import { constantOf } from "../../lint/look.ts"
import type { Entity } from "../../lint/entity.ts"
import type { Draft } from "../draft.ts"
import { snakeCase } from "../names.ts"
import { type Occasion, occasionsOf, parameterRows, planName } from "../occasions.ts"
import { accountValue, importParameter } from "../parameters.ts"

const destination = "ga4"

/** GA4 event tags become events; a Google tag that sends page views becomes the event page_view. */
export const importGa4 = (draft: Draft, tags: readonly { tag: Tag; entity: Entity }[]): void => {
  const own = tags.filter(({ tag }) => tag.type === "gaawe" || tag.type === "googtag" || tag.type === "gaawc")
  if (own.length === 0) return
  draft.destinations[destination] = { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" }
  for (const { tag, entity } of own) {
    draft.accounted.add(entity)
    if (tag.paused === true) draft.note("import-not-expressed", `tag "${tag.name}" is paused`, entity)
    else if (tag.type === "gaawe") importEvent(draft, tag, entity)
    else importGoogleTag(draft, tag, entity)
  }
}

const importEvent = (draft: Draft, tag: Tag, entity: Entity): void => {
  const sent = valueOf(tag.parameter, "eventName") ?? ""
  accountValue(draft, sent)
  for (const occasion of occasionsOf(draft, tag, entity)) {
    const ga4Name = nameSent(draft, sent, occasion)
    const name = planName(draft, occasion, ga4Name, entity)
    if (name === undefined) continue
    if (reservedGa4Names.has(ga4Name ?? name)) {
      draft.note("import-not-expressed", `tag "${tag.name}" sends "${ga4Name ?? name}", a name that GA4 keeps for itself`, entity)
      continue
    }
    addEvent(draft, { name, ga4Name, occasion, tag, entity })
    for (const row of rowsFor(draft, tag)) importParameter(draft, name, row, entity)
    if (valueOf(tag.parameter, "sendEcommerceData") === "true") addEcommerce(draft, name, entity)
  }
  noteExtras(draft, tag, entity)
}

/** `{{Event}}` stands for the data layer event; a constant for its value; anything else only the page knows. */
const nameSent = (draft: Draft, sent: string, occasion: Occasion): string | undefined =>
  sent === "{{Event}}" || sent === "{{_event}}" ? occasion.event : constantOf(draft.model, sent)

interface Added {
  name: string
  ga4Name: string | undefined
  occasion: Occasion
  tag: Tag
  entity: Entity
}
const addEvent = (draft: Draft, { name, ga4Name, occasion, tag, entity }: Added): void => {
  const spelled = ga4Name === undefined ? undefined : snakeCase(ga4Name)
  if (ga4Name === undefined) draft.note("import-value-computed", `tag "${tag.name}" computes its event name`, entity)
  else if (spelled !== ga4Name) draft.note("import-renamed", `GA4 got "${ga4Name}", the plan sends "${spelled ?? name}"`, entity)
  const known = draft.events[name]
  if (known && spelled !== undefined && (known.ga4Name ?? name) !== spelled) draft.note("import-second-name", `tag "${tag.name}" sends "${name}" to GA4 as "${spelled}" as well`, entity)
  if (known && JSON.stringify(known.on) !== JSON.stringify(occasion.binding)) draft.note("import-trigger-unclear", `event "${name}" happens in more than one way; the plan has the first`, entity)
  draft.event(name, () => ({
    describe: tag.notes?.trim() || `${occasion.title} (from tag ${tag.name})`,
    on: occasion.binding,
    ...(spelled === undefined || spelled === name ? {} : { ga4Name: spelled }),
  }))
  draft.send(name, destination)
}

/** A tag's own parameters and those of its settings variable. */
const rowsFor = (draft: Draft, tag: Tag): [string, string][] => {
  const shared = valueOf(tag.parameter, "eventSettingsVariable") ?? ""
  accountValue(draft, shared)
  const variable = draft.model.version.variable?.find(({ name }) => shared === `{{${name}}}`)
  return [...parameterRows(tag.parameter), ...parameterRows(variable?.parameter)]
}

/** What GA4 reads from the data layer's `ecommerce` object. */
const ecommerce = { value: "money", currency: "currency", items: "items" } as const
const addEcommerce = (draft: Draft, event: string, entity: Entity): void => {
  draft.note("import-guessed", `tag "${entity.name}" takes ecommerce data from the data layer; the plan lists value, currency and items`, entity)
  for (const [name, type] of Object.entries(ecommerce)) draft.parameter(event, name, () => ({ type, describe: `Was in the data layer's ecommerce object` }))
  if (/purchase|refund/.test(event)) draft.parameter(event, "transaction_id", () => ({ type: "id", describe: "Was in the data layer's ecommerce object" }))
}

const noteExtras = (draft: Draft, tag: Tag, entity: Entity): void => {
  for (const row of rowsOf(tag.parameter, "userProperties")) {
    accountValue(draft, row["value"] ?? "")
    draft.note("import-not-expressed", `tag "${tag.name}" sets the user property "${row["name"] ?? ""}"`, entity)
  }
  const userData = valueOf(tag.parameter, "userDataVariable") ?? ""
  accountValue(draft, userData)
  if (userData !== "") draft.note("import-personal", `tag "${tag.name}" hands over user-provided data (${userData})`, entity)
  if (tag.setupTag || tag.teardownTag) draft.note("import-not-expressed", `tag "${tag.name}" runs in a sequence`, entity)
  accountValue(draft, valueOf(tag.parameter, "measurementIdOverride") ?? "")
}

const importGoogleTag = (draft: Draft, tag: Tag, entity: Entity): void => {
  const table = tag.type === "googtag" ? rowsOf(tag.parameter, "configSettingsTable").map((row) => [row["parameter"], row["parameterValue"]]) : rowsOf(tag.parameter, "fieldsToSet").map((row) => [row["name"], row["value"]])
  const settings = new Map(table.map(([name, value]) => [name ?? "", value ?? ""]))
  accountValue(draft, valueOf(tag.parameter, "tagId") ?? valueOf(tag.parameter, "measurementId") ?? "")
  for (const key of ["configSettingsVariable", "eventSettingsVariable"]) {
    const value = valueOf(tag.parameter, key) ?? ""
    accountValue(draft, value)
    if (value !== "") draft.note("import-not-expressed", `Google tag "${tag.name}" takes its settings from ${value}`, entity)
  }
  for (const [name, value] of settings) {
    accountValue(draft, value)
    if (name !== "send_page_view") draft.note("import-not-expressed", `Google tag "${tag.name}" sets ${name} to ${value}`, entity)
  }
  const silent = settings.get("send_page_view") === "false" || valueOf(tag.parameter, "sendPageView") === "false"
  for (const id of tag.firingTriggerId ?? []) {
    const trigger = draft.model.triggers.get(id)
    if (trigger) draft.accounted.add(trigger)
  }
  if (silent) return
  draft.event("page_view", () => ({ describe: `Every page view (from Google tag ${tag.name})`, on: { load: true } }))
  draft.send("page_view", destination)
}
