import type { PlanBinding, ResolvedEvent, ResolvedParameter, ResolvedPlan } from "@tagwright/formats"
import { isPersonal, paramsOf } from "../kit-uses.ts"
import { elementFor, html, indent, type Markup } from "./element.ts"
import { exampleCode, exampleOf } from "./example.ts"

/** How an element of the page causes the event. Nothing has to be marked for views, depth and moves. */
interface Use {
  selector: string
  /** Element where the selector leaves it open */
  open: string
  inside: string
}

const text = "Read more"
const field = `<input name="field" required>\n<button>Send</button>`
const useOf = (on: PlanBinding, params: readonly string[]): Use | undefined => {
  if ("click" in on) return { selector: on.click, open: params.includes("link_url") ? "a" : "button", inside: text }
  if ("visible" in on) return { selector: on.visible, open: "section", inside: text }
  if ("submit" in on) return { selector: on.submit, open: "form", inside: `<button>Send</button>` }
  if ("focus" in on) return { selector: on.focus, open: "form", inside: field }
  if ("invalid" in on) return { selector: on.invalid, open: "form", inside: field }
  if ("outbound" in on) return { selector: `a[href="https://elsewhere.example/"]`, open: "a", inside: text }
  if ("download" in on) return { selector: `a[href="/files/example.${on.download[0]}"]`, open: "a", inside: "Download" }
  return "media" in on ? { selector: on.media, open: "video", inside: "" } : undefined
}

/** What the kit finds out by itself where this element stands. */
const filled = (parameter: string, element: Markup): boolean =>
  ({
    page_path: true,
    page_title: true,
    section: false,
    link_url: element.name === "a",
    link_text: true,
    link_domain: element.name === "a",
    file_name: element.name === "a",
    file_extension: element.name === "a",
    form_id: element.attributes.some(([name]) => name === "data-form-id" || name === "id"),
    form_location: false,
    video_percent: true,
    video_url: true,
  })[parameter] ?? false

/** Markup to copy for an event that an element of the page causes; undefined when nothing has to be marked. */
export const markup = (plan: ResolvedPlan, event: ResolvedEvent): string | undefined => {
  const use = event.on && useOf(event.on, paramsOf(event))
  if (use === undefined) return undefined
  const byAttribute: Markup = { name: use.open, attributes: [["data-tw-event", event.name]], around: [] }
  const element = withValues(plan, event, elementFor(use.selector, use.open) ?? byAttribute)
  const isLink = element.name === "a" && !element.attributes.some(([name]) => name === "href")
  const target: Markup = isLink ? { ...element, attributes: [["href", "#next"], ...element.attributes] } : element
  const fields = element.name === "form" ? personalFields(plan, event) : []
  const own = html(target, [...fields, use.inside].join("\n"))
  return needsSection(event, target) ? `<section data-section="${sectionOf(plan)}">\n${indent(own)}\n</section>` : own
}

const needsSection = (event: ResolvedEvent, { attributes }: Markup): boolean =>
  paramsOf(event).some((name) => name === "section" || name === "form_location") && !attributes.some(([name]) => name === "data-section")

/** A section that the plan knows, preferably a first one. */
const sectionOf = (plan: ResolvedPlan): string => Object.values(plan.pages).flatMap(({ sections }) => sections)[0] ?? "hero"

/** Attributes that the selector leaves without a value get an example; required parameters that nothing fills become attributes. */
const withValues = (plan: ResolvedPlan, event: ResolvedEvent, element: Markup): Markup => {
  const attributes = element.attributes.map(([name, value]): [string, string | undefined] => [name, value ?? valueOf(plan, event, name)])
  const given = new Set(attributes.map(([name]) => name))
  const missing = event.required.flatMap((name): [string, string | undefined][] => {
    const parameter = plan.parameters[name]
    const attribute = `data-tw-param-${name}`
    if (parameter === undefined || isPersonal(parameter) || given.has(attribute) || name === "section" || name === "form_location" || filled(name, { ...element, attributes })) return []
    return [[attribute, exampleOf(parameter)]]
  })
  return { ...element, attributes: [...attributes, ...missing] }
}

const valueOf = (plan: ResolvedPlan, event: ResolvedEvent, attribute: string): string | undefined => {
  if (attribute === "data-section") return sectionOf(plan)
  if (attribute === "data-tw-decorate") return "client_reference_id"
  const name = attribute === "data-form-id" ? "form_id" : attribute.replace("data-tw-param-", "")
  const parameter = paramsOf(event).includes(name) ? plan.parameters[name] : undefined
  return parameter && exampleOf(parameter)
}

const personalFields = (plan: ResolvedPlan, event: ResolvedEvent): string[] =>
  paramsOf(event).flatMap((name) => {
    const parameter = plan.parameters[name]
    return parameter && isPersonal(parameter) ? [`<input name="${name}" data-tw-field="${name}" value="${exampleOf(parameter) ?? ""}">`] : []
  })

/** The call that causes the event from code. */
export const call = (plan: ResolvedPlan, event: ResolvedEvent): string => {
  const filledAnywhere = ["page_path", "page_title"]
  const known = (name: string): ResolvedParameter[] => (plan.parameters[name] === undefined || filledAnywhere.includes(name) ? [] : [plan.parameters[name]])
  const form = /data-form-id="?([\w-]+)/.exec(JSON.stringify(event.on ?? ""))?.[1]
  const params = event.required.flatMap(known).map((parameter) => `${parameter.id}: ${parameter.id === "form_id" && form ? JSON.stringify(form) : exampleCode(parameter)}`)
  return `track("${event.name}"${params.length > 0 ? `, { ${params.join(", ")} }` : ""})`
}
