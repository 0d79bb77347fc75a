import { Fault, type ResolvedPlan } from "@tagwright/formats"

const escape = (value: unknown): string => String(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")

/** `data-tw-event` and its parameters as attributes, checked against the plan. Throws a Fault for what the plan does not know. */
export const eventAttributes = (plan: ResolvedPlan, name: string, params: Record<string, unknown> = {}): string => {
  const event = plan.events[name]
  if (event === undefined) throw new Fault("caller", `the tracking plan has no event "${name}"`, `Use one of ${Object.keys(plan.events).join(", ")}`)
  const declared = [...event.required, ...event.optional]
  // Template engines put keys of their own into keyword arguments (Nunjucks: __keywords).
  const given = Object.entries(params).filter(([key]) => !key.startsWith("__"))
  for (const [key, value] of given) {
    const allowed = plan.parameters[key]?.oneOf
    if (!declared.includes(key)) throw new Fault("caller", `the event "${name}" has no parameter "${key}"`, `Use one of ${declared.join(", ")}`)
    if (allowed && !allowed.includes(String(value))) throw new Fault("caller", `"${key}" of "${name}" takes no such value`, `Use one of ${allowed.join(", ")}`)
  }
  return [`data-tw-event="${escape(name)}"`, ...given.map(([key, value]) => `data-tw-param-${key}="${escape(value)}"`)].join(" ")
}
