import type { ParamValue, ParameterType, ServerPlan } from "@tagwright/formats"

/** Types whose values are of the business, not of a person. Free text, addresses and ids may point to somebody. */
const HARMLESS: ReadonlySet<ParameterType> = new Set(["integer", "number", "boolean", "money", "currency", "items"])

const mayShow = (plan: ServerPlan, name: string): boolean => {
  const parameter = plan.parameters[name]
  return parameter !== undefined && parameter.privacy === "none" && (parameter.oneOf !== undefined || HARMLESS.has(parameter.type))
}

/** What a role without `identify` sees of an event's values: choices and figures. The names of the others are told, so that nobody wonders. */
export const maskParams = (plan: ServerPlan, params: Record<string, ParamValue>): { params: Record<string, ParamValue>; masked: string[] } => {
  const shown = Object.entries(params).filter(([name]) => mayShow(plan, name))
  return { params: Object.fromEntries(shown), masked: Object.keys(params).filter((name) => !mayShow(plan, name)) }
}

/** Query and fragment of an address may hold anything. */
export const maskUrl = (url: string): string => url.replace(/[?#].*$/s, "")
