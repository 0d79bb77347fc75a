import { text, type VariableReader } from "../engine/runtime.ts"
import { readCookies } from "../ga4/cookies.ts"
import { constant, containerId, debugMode, environment, eventName, nothing, random, unknownKind, version } from "../variables/simple.ts"
import { configSettings, eventSettings, lookupTable, regexTable } from "../variables/tables.ts"
import { pageUrl } from "../variables/url.ts"
import { userData } from "../variables/user-data.ts"
import type { VariableKind } from "../program/program.ts"
import { readEventData } from "./event-data.ts"
import { serverTemplateVariable } from "./templates.ts"

const param = (variable: Parameters<VariableReader>[0], key: string, frame: Parameters<VariableReader>[1], runtime: Parameters<VariableReader>[2]): string => text(runtime.resolve(variable.params[key], frame))

const eventData: VariableReader = (variable, frame, runtime) => {
  const value = readEventData(frame.message, param(variable, "keyPath", frame, runtime))
  return value === undefined && runtime.resolve(variable.params["setDefaultValue"], frame) === true ? runtime.resolve(variable.params["defaultValue"], frame) : value
}

const requestField: VariableReader = ({ params }, frame) => {
  const { request } = frame
  const fields: Record<string, string | undefined> = { clientName: request?.client, path: request?.path, method: request?.method, query: request?.query }
  return fields[String(params["field"])]
}

const cookie: VariableReader = (variable, frame, runtime) => {
  const [found] = readCookies(frame.request?.headers["cookie"] ?? "", param(variable, "name", frame, runtime))
  return found !== undefined && runtime.resolve(variable.params["decodeCookie"], frame) === true ? decodeURIComponent(found) : found
}

/** Kinds that only a page has. */
const webOnly: VariableReader = (variable, _frame, runtime) => {
  runtime.report("variable", variable.name, "belongs to a web container")
  return undefined
}

/** How each kind of variable gets its value in a server container (format 8). */
export const SERVER_VARIABLES: Record<VariableKind, VariableReader> = {
  ed: eventData, request: requestField, sgtmk: cookie, template: serverTemplateVariable,
  rh: (variable, frame, runtime) => frame.request?.headers[param(variable, "headerName", frame, runtime).toLowerCase()],
  qp: (variable, frame, runtime) => new URLSearchParams(frame.request?.query ?? "").get(param(variable, "queryParamName", frame, runtime)) ?? undefined,
  vr: (_variable, frame, runtime) => frame.request?.headers["x-gclb-region"] ?? (runtime.host.region || undefined),
  c: constant, e: eventName, r: random, ctv: version, dbg: debugMode, cid: containerId, ev: environment, uv: nothing, smm: lookupTable, remm: regexTable,
  gtes: eventSettings, gtcs: configSettings, awec: userData, u: pageUrl, unsupported: unknownKind,
  v: webOnly, jsm: webOnly, j: webOnly, k: webOnly, f: webOnly, aev: webOnly, d: webOnly, vis: webOnly, hid: webOnly, analytics: webOnly,
}
