import { mayExplode } from "./engine/regex-cost.ts"
import type { Expr, ListenerKind, Program, TagKind, VariableKind } from "./program/program.ts"

/** Where a kind is implemented: the module's path here, and the name it exports. */
type Source = readonly [path: string, name: string]

/** Modules a page's script includes only when its container has the kind; a test keeps these equal to the tables of `web.ts`. */
export const TAG_SOURCES: Partial<Record<TagKind, Source>> = {
  gaawe: ["tags/google.ts", "ga4Event"], googtag: ["tags/google.ts", "googleTag"], html: ["tags/html.ts", "customHtml"], img: ["tags/image.ts", "imagePixel"],
  template: ["sandbox/run-template.ts", "templateTag"], awct: ["tags/ads.ts", "adsConversion"], sp: ["tags/ads.ts", "adsRemarketing"],
  awud: ["tags/ads.ts", "adsUserData"], awcc: ["tags/ads.ts", "adsCalls"], fls: ["tags/floodlight.ts", "floodlightSales"], flc: ["tags/floodlight.ts", "floodlightCounter"],
  gclidw: ["tags/conversion-linker.ts", "conversionLinker"], baut: ["tags/microsoft.ts", "microsoftUet"],
}
export const LISTENER_SOURCES: Record<Exclude<ListenerKind, "TRIGGER_GROUP">, Source> = {
  CLICK: ["triggers/click.ts", "clicks"], LINK_CLICK: ["triggers/link.ts", "links"], FORM_SUBMISSION: ["triggers/form.ts", "forms"],
  HISTORY_CHANGE: ["triggers/history.ts", "history"], JS_ERROR: ["triggers/js-error.ts", "jsErrors"], TIMER: ["triggers/timer.ts", "timers"],
  SCROLL_DEPTH: ["triggers/scroll.ts", "scrolling"], ELEMENT_VISIBILITY: ["triggers/visibility.ts", "visible"], YOU_TUBE_VIDEO: ["triggers/youtube.ts", "youtube"],
}
const TABLE: Record<"lookup" | "regex" | "events" | "config", Source> = {
  lookup: ["variables/tables.ts", "lookupTable"], regex: ["variables/tables.ts", "regexTable"], events: ["variables/tables.ts", "eventSettings"], config: ["variables/tables.ts", "configSettings"],
}
export const VARIABLE_SOURCES: Partial<Record<VariableKind, Source>> = {
  v: ["variables/data-layer.ts", "dataLayer"], jsm: ["variables/simple.ts", "customJavaScript"], j: ["variables/simple.ts", "javaScriptVariable"],
  k: ["variables/simple.ts", "cookie"], c: ["variables/simple.ts", "constant"], r: ["variables/simple.ts", "random"], ctv: ["variables/simple.ts", "version"],
  dbg: ["variables/simple.ts", "debugMode"], e: ["variables/simple.ts", "eventName"], cid: ["variables/simple.ts", "containerId"], ev: ["variables/simple.ts", "environment"],
  hid: ["variables/simple.ts", "htmlId"], uv: ["variables/simple.ts", "nothing"], unsupported: ["variables/simple.ts", "unknownKind"], analytics: ["variables/simple.ts", "analytics"],
  u: ["variables/url.ts", "pageUrl"], f: ["variables/url.ts", "referrer"], aev: ["variables/elements.ts", "autoEvent"], d: ["variables/elements.ts", "domElement"],
  vis: ["variables/elements.ts", "visibility"], smm: TABLE.lookup, remm: TABLE.regex, gtes: TABLE.events, gtcs: TABLE.config, awec: ["variables/user-data.ts", "userData"],
  template: ["sandbox/run-template.ts", "templateVariable"],
}

/** The source of a page's entry: the runtime with exactly the kinds this program uses. */
export const pageEntry = (program: Program): string => {
  const tags = pick(readsEcommerce(program) ? TAG_SOURCES : { ...TAG_SOURCES, gaawe: ["tags/google.ts", "ga4EventPlain"] }, program.tags.map((tag) => tag.kind))
  const variables = pick(VARIABLE_SOURCES, program.variables.map((variable) => variable.kind))
  const listeners = pick(LISTENER_SOURCES, program.listeners.map((listener) => listener.kind))
  const table = (part: string, chosen: [string, Source][]): string => `${part}: { ${chosen.map(([kind, [, name]]) => `${kind}: ${name}`).join(", ")} }`
  const imports = new Set([...tags, ...variables, ...listeners].map(([, [path, name]]) => `import { ${name} } from "./${path}"`))
  const guard = hasRiskyPattern(program) ? ['import { countSteps } from "./engine/regex-cost.ts"', 'import { guardPatterns } from "./engine/regex-guard.ts"', "guardPatterns(countSteps)"] : []
  return [
    'import { startInPage } from "./page.ts"', ...[...imports].sort(), ...guard,
    `export const start = (input) => startInPage(input, { ${table("tags", tags)}, ${table("variables", variables)}, ${table("listeners", listeners)} })`,
  ].join("\n")
}

const readsEcommerce = ({ tags }: Program): boolean => tags.some(({ params }) => params["sendEcommerceData"] !== undefined && params["sendEcommerceData"] !== false)

/** Patterns of conditions and tables; one made of variables could be anything. */
const hasRiskyPattern = (program: Program): boolean => {
  const conditions = program.conditions.some(({ op, right, ignoreCase }) => op === "MATCH_REGEX" && (typeof right !== "string" || mayExplode(right, ignoreCase === true)))
  const tables = program.variables.filter(({ kind }) => kind === "remm").flatMap(({ params }) => keysOf(params["map"]))
  return conditions || tables.some((key) => typeof key !== "string" || mayExplode(key, true)) || program.templates.length > 0
}

const keysOf = (table: Expr | undefined): Expr[] =>
  typeof table !== "object" || table === null || !("list" in table) ? [] : table.list.flatMap((row) => (typeof row === "object" && row !== null && "map" in row ? row.map.filter(([key]) => key === "key").map(([, value]) => value) : []))

const pick = (sources: Record<string, Source>, kinds: readonly string[]): [string, Source][] =>
  [...new Set(kinds)].sort().flatMap((kind): [string, Source][] => (sources[kind] === undefined ? [] : [[kind, sources[kind]]]))
