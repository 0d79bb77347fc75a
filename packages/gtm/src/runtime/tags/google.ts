import { rows, text, type TagCall, type TagRunner } from "../engine/runtime.ts"
import { ecommerceOf } from "./ecommerce.ts"

/** What Google accepts as the id of a tag. */
const TAG_ID = /^(?:G|GT|AW|DC|MC|HA|UA)-[A-Z0-9-]+$/i

const objectOf = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {})

const given = (call: TagCall, key: string): unknown => (call.tag.params[key] === undefined ? undefined : call.value(key))

/** Settings variable below settings table (fact B9). */
const settings = (call: TagCall, variable: string, table: string): Record<string, unknown> => ({
  ...objectOf(given(call, variable)),
  ...Object.fromEntries(rows(given(call, table), "parameter", "parameterValue")),
})

const userProperties = (call: TagCall): Record<string, unknown> => Object.fromEntries(rows(given(call, "userProperties"), "name", "value"))

/** The Google tag and its predecessor, the GA4 configuration tag. */
export const googleTag: TagRunner = (call) => {
  const id = text(given(call, "tagId") ?? given(call, "measurementId")).trim()
  if (!TAG_ID.test(id)) return call.done("failure")
  const properties = userProperties(call)
  const config: Record<string, unknown> = {
    ...settings(call, "eventSettingsVariable", "eventSettingsTable"),
    ...settings(call, "configSettingsVariable", "configSettingsTable"),
    ...legacyConfig(call),
  }
  if (Object.keys(properties).length > 0) config["user_properties"] = { ...objectOf(config["user_properties"]), ...properties }
  if (!/^G-/i.test(id)) call.runtime.report("tag", call.tag.name, `what the Google tag ${id} sends depends on Google's own settings for it; only G-… ids are run`)
  else call.runtime.google.load(id, config, call.tag.name)
  call.done("success")
}

/** `gaawc` fields, which `googtag` spells as settings (format 5.1). */
const legacyConfig = (call: TagCall): Record<string, unknown> => {
  if (call.tag.type !== "gaawc") return {}
  const config: Record<string, unknown> = Object.fromEntries(rows(given(call, "fieldsToSet"), "name", "value"))
  if (given(call, "sendPageView") === false) config["send_page_view"] = false
  if (given(call, "enableSendToServerContainer") === true) config["server_container_url"] = given(call, "serverContainerUrl")
  return config
}

/** The GA4 event tag: ecommerce < settings variable < settings table < legacy parameters (fact B9). */
const eventTag = (readEcommerce: typeof ecommerceOf): TagRunner => (call) => {
  const name = text(given(call, "eventName")).trim()
  const id = text(given(call, "measurementIdOverride") ?? given(call, "measurementId")).trim()
  if (name === "" || !/^G-/i.test(id)) return call.done("failure")
  const shared = settings(call, "eventSettingsVariable", "eventSettingsTable")
  const ecommerce = given(call, "sendEcommerceData") === true ? readEcommerce(name, call.frame) : {}
  const params: Record<string, unknown> = { ...ecommerce, ...shared, ...Object.fromEntries(rows(given(call, "eventParameters"), "name", "value")) }
  const properties = { ...objectOf(shared["user_properties"]), ...userProperties(call) }
  delete params["user_properties"]
  if (given(call, "enhancedUserId") === true && given(call, "userDataVariable") !== undefined) params["user_data"] = given(call, "userDataVariable")
  call.runtime.google.event({ name, params, userProperties: properties, external: true, tag: call.tag.name, to: [id] })
  call.done("success")
}

export const ga4Event = /* @__PURE__ */ eventTag(ecommerceOf)
/** For a container none of whose tags reads ecommerce data: a page need not download how. */
export const ga4EventPlain = /* @__PURE__ */ eventTag(() => ({}))
