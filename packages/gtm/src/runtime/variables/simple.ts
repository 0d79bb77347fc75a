import { readCookies } from "../ga4/cookies.ts"
import { text, type VariableReader } from "../engine/runtime.ts"

const LARGEST_RANDOM = 2_147_483_647

export const constant: VariableReader = ({ params }, frame, runtime) => runtime.resolve(params["value"], frame)

/** A dotted path on the page's global object (fact B7). */
export const javaScriptVariable: VariableReader = ({ params }, frame, runtime) => {
  let at: unknown = runtime.host.window
  for (const step of text(runtime.resolve(params["name"], frame)).split(".")) {
    if (at === undefined || at === null) return undefined
    at = Reflect.get(Object(at), step)
  }
  return at
}

/** The first cookie of that name, decoded when asked (fact B7). */
export const cookie: VariableReader = ({ params }, frame, runtime) => {
  const [found] = readCookies(runtime.host.cookies.read(), text(runtime.resolve(params["name"], frame)))
  if (found === undefined || runtime.resolve(params["decodeCookie"], frame) !== true) return found
  try {
    return decodeURIComponent(found)
  } catch {
    return found
  }
}

/** Evaluated anew each time; what the function returns passes through as it is (fact B7). */
export const customJavaScript: VariableReader = ({ params }, frame, runtime) => {
  const code = params["javascript"]
  return code === undefined ? undefined : runtime.host.evaluate(String(runtime.resolve(code, frame)))
}

export const analytics: VariableReader = ({ params }, _frame, runtime) => runtime.google.first()?.read(String(params["field"]))
export const random: VariableReader = (_variable, _frame, runtime) => Math.floor(runtime.host.random() * (LARGEST_RANDOM + 1))
export const version: VariableReader = (_variable, _frame, runtime) => runtime.program.version
export const debugMode: VariableReader = (_variable, _frame, runtime) => runtime.host.preview
export const eventName: VariableReader = (_variable, frame) => frame.name
export const containerId: VariableReader = (_variable, _frame, runtime) => runtime.program.publicId
export const environment: VariableReader = (_variable, _frame, runtime) => runtime.host.environment
export const htmlId: VariableReader = (_variable, frame) => frame.id
export const nothing: VariableReader = () => undefined
/** A type that does not exist gives false (fact B7). */
export const unknownKind: VariableReader = () => false
