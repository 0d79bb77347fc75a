import { readCookies } from "../ga4/cookies.ts"
import type { VariableKind } from "../program/program.ts"
import { text, type VariableReader } from "../engine/runtime.ts"
import { dataLayer } from "./data-layer.ts"
import { autoEvent, domElement, visibility } from "./elements.ts"
import { configSettings, eventSettings, lookupTable, regexTable } from "./tables.ts"
import { urlReader } from "./url.ts"
import { userData } from "./user-data.ts"

const LARGEST_RANDOM = 2_147_483_647

const param = (key: string): VariableReader => ({ params }, frame, runtime) => runtime.resolve(params[key], frame)

const javaScriptVariable: VariableReader = ({ params }, frame, runtime) => {
  let at: unknown = runtime.host.window
  for (const step of text(runtime.resolve(params["name"], frame)).split(".")) {
    if (at === undefined || at === null) return undefined
    at = Reflect.get(Object(at), step)
  }
  return at
}

const cookie: VariableReader = ({ params }, frame, runtime) => {
  const [found] = readCookies(runtime.host.cookies.read(), text(runtime.resolve(params["name"], frame)))
  if (found === undefined || runtime.resolve(params["decodeCookie"], frame) !== true) return found
  try {
    return decodeURIComponent(found)
  } catch {
    return found
  }
}

/** Evaluated anew each time; what the function returns passes through as it is (fact B7). */
const customJavaScript: VariableReader = ({ params }, frame, runtime) => {
  const code = params["javascript"]
  return code === undefined ? undefined : runtime.host.evaluate(String(runtime.resolve(code, frame)))
}

const analytics: VariableReader = ({ params }, _frame, runtime) => runtime.google.first()?.read(String(params["field"]))

/** Kinds that only a server container has; reported, never guessed. */
const serverOnly: VariableReader = (variable, _frame, runtime) => {
  runtime.report("variable", variable.name, "belongs to a server container")
  return undefined
}

/** How each kind of variable gets its value in a web container (fact B7). */
export const WEB_VARIABLES: Record<VariableKind, VariableReader> = {
  v: dataLayer,
  c: param("value"),
  jsm: customJavaScript,
  j: javaScriptVariable,
  k: cookie,
  u: urlReader("gtm.url", (host) => host.page.href()),
  f: urlReader("gtm.referrer", (host) => host.page.referrer()),
  aev: autoEvent,
  d: domElement,
  vis: visibility,
  smm: lookupTable,
  remm: regexTable,
  gtes: eventSettings,
  gtcs: configSettings,
  awec: userData,
  uv: () => undefined,
  r: (_variable, _frame, runtime) => Math.floor(runtime.host.random() * (LARGEST_RANDOM + 1)),
  ctv: (_variable, _frame, runtime) => runtime.program.version,
  dbg: (_variable, _frame, runtime) => runtime.host.preview,
  e: (_variable, frame) => frame.name,
  cid: (_variable, _frame, runtime) => runtime.program.publicId,
  ev: (_variable, _frame, runtime) => runtime.host.environment,
  hid: (_variable, frame) => frame.id,
  analytics,
  template: serverOnly,
  unsupported: () => false,
  ed: serverOnly, rh: serverOnly, qp: serverOnly, sgtmk: serverOnly, vr: serverOnly, request: serverOnly,
}
