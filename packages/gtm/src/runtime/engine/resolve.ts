import type { Escape, Expr } from "../program/program.ts"
import type { Frame } from "./frame.ts"
import type { Runtime } from "./runtime.ts"

/** An expression's value at this moment. */
export const resolve = (expr: Expr | undefined, frame: Frame, runtime: Runtime): unknown => {
  if (expr === undefined || expr === null || typeof expr !== "object") return expr
  if ("ref" in expr) return expr.ref < 0 ? undefined : runtime.variable(expr.ref, frame)
  // Joined like an array is: undefined and null leave nothing.
  if ("text" in expr) return expr.text.map((part) => resolve(part, frame, runtime)).join("")
  if ("list" in expr) return expr.list.map((item) => resolve(item, frame, runtime))
  if ("escape" in expr) return ESCAPES[expr.escape](resolve(expr.of, frame, runtime), runtime)
  const made: Record<string, unknown> = {}
  for (const [key, value] of expr.map) made[String(resolve(key, frame, runtime))] = resolve(value, frame, runtime)
  return made
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const JS_CHARS: Record<string, string> = { "\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\x3c", ">": "\\x3e", "`": "\\x60", "&": "\\x26" }

/** How a value is written into each surrounding (fact B8). */
const ESCAPES: Record<Escape, (value: unknown, runtime: Runtime) => string> = {
  jsValue: (value, runtime) => `google_tag_manager["rm"]["${runtime.program.containerId}"](${runtime.hold(value)})`,
  jsString: (value) => String(value).replace(/[\\'"\n\r\u2028\u2029<>`&]/g, (char) => JS_CHARS[char] ?? char),
  html: (value) => String(value).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char),
  url: (value) => encodeURIComponent(String(value)),
  css: (value) => String(value).replace(/[^\w#%.,\- ]/g, ""),
}
