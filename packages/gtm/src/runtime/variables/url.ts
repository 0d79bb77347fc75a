import type { VariableReader } from "../engine/runtime.ts"
import { text } from "../engine/runtime.ts"

type Component = "URL" | "PROTOCOL" | "HOST" | "PORT" | "PATH" | "EXTENSION" | "QUERY" | "FRAGMENT"

export interface UrlOptions {
  stripWww: boolean
  queryKeys: string[]
  ignoreEmpty: boolean
  defaultPages: string[]
}

const STANDARD_PORTS: Record<string, string> = { "http:": "80", "https:": "443" }

/** The components of a URL variable (fact B7). */
const READERS: Record<Component, (url: URL, options: UrlOptions) => string | undefined> = {
  URL: (url) => url.href.split("#")[0] ?? "",
  PROTOCOL: (url) => url.protocol.replace(/:$/, ""),
  HOST: (url, { stripWww }) => (stripWww ? url.hostname.replace(/^www\d*\./i, "") : url.hostname),
  PORT: (url) => url.port || (STANDARD_PORTS[url.protocol] ?? ""),
  PATH: (url, options) => pathOf(url, options),
  EXTENSION: (url) => extensionOf(url),
  QUERY: (url, options) => queryOf(url, options),
  FRAGMENT: (url) => url.hash.replace(/^#/, ""),
}
const isComponent = (value: string): value is Component => Object.hasOwn(READERS, value)

export const readUrl = (address: string, base: string, component: string, options: UrlOptions): string | undefined => {
  const url = URL.parse(address, base)
  return url === null || !isComponent(component) ? undefined : READERS[component](url, options)
}

const pathOf = (url: URL, { defaultPages }: UrlOptions): string => {
  const steps = (url.pathname.startsWith("/") ? url.pathname : `/${url.pathname}`).split("/")
  if (defaultPages.includes(steps.at(-1) ?? "")) steps[steps.length - 1] = ""
  return steps.join("/")
}

const extensionOf = (url: URL): string => {
  const parts = (url.pathname.split("/").at(-1) ?? "").split(".")
  return parts.length > 1 ? (parts.at(-1) ?? "") : ""
}

const queryOf = (url: URL, { queryKeys, ignoreEmpty }: UrlOptions): string | undefined => {
  const all = url.search.replace(/^\?/, "")
  if (queryKeys.length === 0) return all
  for (const key of queryKeys) {
    const value = firstOf(all, key)
    if (value !== undefined && !(ignoreEmpty && value === "")) return value
  }
  return undefined
}

/** The first value of a key, with + and % decoded. */
const firstOf = (query: string, key: string): string | undefined => {
  for (const pair of query.split("&")) {
    const cut = pair.indexOf("=")
    if (decode(cut < 0 ? pair : pair.slice(0, cut)) === key) return cut < 0 ? "" : decode(pair.slice(cut + 1))
  }
  return undefined
}

const decode = (part: string): string => {
  const spaced = part.replaceAll("+", " ")
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(String) : text(value).split(",")).map((item) => item.trim()).filter((item) => item !== "")

/** URL and referrer variables: the source is a custom one, the data layer's override, or the page (fact B7). */
const urlReader = (override: string, page: (host: Parameters<VariableReader>[2]["host"]) => string): VariableReader => (variable, frame, runtime) => {
  const { params } = variable
  const value = (key: string): unknown => runtime.resolve(params[key], frame)
  const custom = params["customUrlSource"] === undefined ? undefined : value("customUrlSource")
  const own = runtime.model.get(override)
  const source = custom ?? (typeof own === "string" && own !== "" ? own : page(runtime.host))
  if (params["customUrlSource"] !== undefined && (custom === undefined || custom === null)) return undefined
  if (text(source) === "") return ""
  const several = value("enableMultiQueryKeys") === true
  return readUrl(String(source), runtime.host.page.href(), text(value("component")) || "URL", {
    stripWww: value("stripWww") === true, ignoreEmpty: value("ignoreEmptyQueryParam") === true,
    queryKeys: several ? listOf(value("multiQueryKeys")) : listOf(value("queryKey")).slice(0, 1), defaultPages: listOf(value("defaultPages")),
  })
}

export const pageUrl = urlReader("gtm.url", (host) => host.page.href())
export const referrer = urlReader("gtm.referrer", (host) => host.page.referrer())
