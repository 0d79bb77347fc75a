import type { Parameter } from "@tagwright/formats"
import { rowsOf, valueOf } from "../container/parameters.ts"
import { variableTypes } from "../container/type-names.ts"
import { tableOf } from "../container/table.ts"

type Sentence = (parameters: readonly Parameter[]) => string
const of = (parameters: readonly Parameter[], key: string): string => valueOf(parameters, key) || "(not set)"

const tagPurposes: Readonly<Record<string, Sentence>> = tableOf({
  gaawe: (p) => `Sends the GA4 event ${of(p, "eventName")} to ${valueOf(p, "measurementIdOverride") ?? valueOf(p, "measurementId") ?? "the configured property"}`,
  googtag: (p) => `Loads the Google tag ${of(p, "tagId")}`,
  gaawc: (p) => `Sets up GA4 for ${of(p, "measurementId")}`,
  html: () => "Runs HTML and JavaScript of its own",
  img: (p) => `Requests an image from ${of(p, "url")}`,
  awct: (p) => `Reports the Google Ads conversion ${of(p, "conversionId")} / ${of(p, "conversionLabel")}`,
  gclidw: () => "Keeps ad click ids in cookies, so that conversions can be attributed",
  sp: (p) => `Adds visitors to the Google Ads audience of ${of(p, "conversionId")}`,
  awud: (p) => `Hands user-provided data to Google Ads ${of(p, "conversionId")}`,
  fls: (p) => `Reports the Floodlight sale ${of(p, "groupTag")} / ${of(p, "activityTag")} of ${of(p, "advertiserId")}`,
  flc: (p) => `Reports the Floodlight visit ${of(p, "groupTag")} / ${of(p, "activityTag")} of ${of(p, "advertiserId")}`,
  baut: (p) => `Reports to Microsoft Advertising ${of(p, "tagId")}`,
  ua: () => "Reports to Universal Analytics, which no longer exists",
  sgtmgaaw: (p) => `Sends the event on to GA4${valueOf(p, "measurementId") ? ` ${of(p, "measurementId")}` : ""}`,
  sgtmadsct: (p) => `Reports the Google Ads conversion ${of(p, "conversionId")} / ${of(p, "conversionLabel")}`,
  sgtmadscl: () => "Keeps ad click ids in cookies, so that conversions can be attributed",
  sgtmadsremarket: (p) => `Adds visitors to the Google Ads audience of ${of(p, "conversionId")}`,
  http_request: (p) => `Sends a request to ${of(p, "url")}`,
})

/** What a tag is for, from its settings; undefined for types we know nothing about. */
export const tagPurpose = (type: string, parameters: readonly Parameter[]): string | undefined => tagPurposes[type]?.(parameters)

const withDefault = (parameters: readonly Parameter[], text: string): string => {
  const fallback = valueOf(parameters, "setDefaultValue") === "true" ? valueOf(parameters, "defaultValue") : undefined
  return fallback === undefined ? text : `${text}; otherwise ${fallback === "" ? "empty" : fallback}`
}
const table = (p: readonly Parameter[]): string => {
  const rows = rowsOf(p, "map").map((row) => `${row["key"] ?? ""} → ${row["value"] ?? ""}`)
  const shown = rows.slice(0, 8)
  return `${of(p, "input")}: ${shown.join(", ")}${rows.length > shown.length ? `, and ${rows.length - shown.length} more` : ""}`
}

const variableSources: Readonly<Record<string, Sentence>> = tableOf({
  v: (p) => `Data layer: ${of(p, "name")}`,
  c: (p) => `Constant: ${of(p, "value")}`,
  jsm: () => "JavaScript of its own",
  j: (p) => `JavaScript variable: ${of(p, "name")}`,
  k: (p) => `Cookie: ${of(p, "name")}`,
  u: (p) => `URL: ${of(p, "component").toLowerCase()}${valueOf(p, "queryKey") ? ` ${of(p, "queryKey")}` : ""}`,
  f: (p) => `Referrer: ${of(p, "component").toLowerCase()}`,
  aev: (p) => `Clicked or submitted element: ${of(p, "varType").toLowerCase()}${valueOf(p, "attribute") ? ` ${of(p, "attribute")}` : ""}`,
  d: (p) => `Element of the page: ${valueOf(p, "elementSelector") ?? of(p, "elementId")}${valueOf(p, "attributeName") ? `, attribute ${of(p, "attributeName")}` : ""}`,
  vis: (p) => `Visibility of ${valueOf(p, "elementSelector") ?? of(p, "elementId")}`,
  smm: (p) => `Lookup of ${table(p)}`,
  remm: (p) => `RegEx lookup of ${table(p)}`,
  gtes: (p) => `Parameters for every event: ${names(p, "eventSettingsTable")}`,
  gtcs: (p) => `Settings of a Google tag: ${names(p, "configSettingsTable")}`,
  ed: (p) => `Event data: ${of(p, "keyPath")}`,
  rh: (p) => `Request header: ${of(p, "headerName")}`,
  qp: (p) => `Query parameter: ${of(p, "queryParamName")}`,
  sgtmk: (p) => `Cookie: ${of(p, "name")}`,
})
const names = (p: readonly Parameter[], key: string): string => rowsOf(p, key).map((row) => row["parameter"] ?? "").join(", ")

/** Where a variable's value comes from. */
export const variableSource = (type: string, parameters: readonly Parameter[]): string =>
  withDefault(parameters, variableSources[type]?.(parameters) ?? variableTypes[type] ?? type)
