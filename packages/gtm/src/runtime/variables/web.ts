import type { VariableKind } from "../program/program.ts"
import type { VariableReader } from "../engine/runtime.ts"
import { templateVariable } from "../sandbox/run-template.ts"
import { dataLayer } from "./data-layer.ts"
import { autoEvent, domElement, visibility } from "./elements.ts"
import {
  analytics, constant, containerId, cookie, customJavaScript, debugMode, environment, eventName, htmlId, javaScriptVariable, nothing, random, unknownKind, version,
} from "./simple.ts"
import { configSettings, eventSettings, lookupTable, regexTable } from "./tables.ts"
import { pageUrl, referrer } from "./url.ts"
import { userData } from "./user-data.ts"

/** Kinds that only a server container has; reported, never guessed. */
const serverOnly: VariableReader = (variable, _frame, runtime) => {
  runtime.report("variable", variable.name, "belongs to a server container")
  return undefined
}

/** How each kind of variable gets its value in a web container (fact B7). */
export const WEB_VARIABLES: Record<VariableKind, VariableReader> = {
  v: dataLayer, c: constant, jsm: customJavaScript, j: javaScriptVariable, k: cookie, u: pageUrl, f: referrer, aev: autoEvent, d: domElement,
  vis: visibility, smm: lookupTable, remm: regexTable, gtes: eventSettings, gtcs: configSettings, awec: userData, uv: nothing, r: random,
  ctv: version, dbg: debugMode, e: eventName, cid: containerId, ev: environment, hid: htmlId, analytics, template: templateVariable, unsupported: unknownKind,
  ed: serverOnly, rh: serverOnly, qp: serverOnly, sgtmk: serverOnly, vr: serverOnly, request: serverOnly,
}
