import type { ParameterType, ResolvedEvent, ResolvedParameter, ResolvedPlan } from "@tagwright/formats"

/**
 * The kit's `.d.ts`. An event's parameters are one named interface, so that TypeScript's own sentences say what is wrong:
 * "Property 'form_id' is missing in type '{}' but required in type 'LeadSubmit'". An event that only the server may send
 * has a sentence for a type. Written for TypeScript 5.4 and later.
 */
export const kitTypes = (plan: ResolvedPlan): string =>
  [
    `/** Tagwright kit of ${comment(plan.site.name)}. Generated from the tracking plan; do not edit. */`,
    item,
    ...Object.values(plan.events).flatMap((event) => (event.source === "browser" ? [params(plan, event)] : [])),
    `/** Every event of the plan and what it takes. */\nexport interface Events {\n${Object.values(plan.events).map(entry).join("\n")}\n}`,
    choice(plan),
    api,
  ].join("\n\n") + "\n"

/** A parameter that the kit fills by itself wherever it is called. */
const filled: readonly string[] = ["page_path", "page_title"]

/** The same as a declaration of the module `virtual:tagwright`, for sites that import it. */
export const virtualModuleTypes = (types: string): string =>
  `declare module "virtual:tagwright" {\n${types
    .replaceAll("export declare ", "export ")
    .replaceAll("declare global", "global")
    .trimEnd()
    .replaceAll(/^(?=.)/gm, "  ")}\n}\n`

const item = `/** A GA4 item. \`price\` in major units of the event's currency. */
export interface Item {
  item_id: string
  item_name?: string
  price?: number
  quantity?: number
}`

const api = `export type EventName = keyof Events

/** A name of the plan, which editors complete by the first half; in the place of any other stands what is wrong with it, which TypeScript then shows. */
type NameInThePlan<Name extends string> = (Name & EventName) | (Name extends EventName ? never : "The plan has no such event: correct the name, or add it to the plan")
type ParamsOf<Name extends string> = [Name] extends [EventName]
  ? {} extends Events[Name & EventName] ? [params?: Events[Name & EventName]] : [params: Events[Name & EventName]]
  : unknown[]

/** Sends an event of the plan. Never throws. Personal parameters go to the server only, never into the data layer. */
export declare function track<Name extends string>(event: NameInThePlan<Name>, ...params: ParamsOf<Name>): void

export declare const consent: {
  /** Tells what the visitor chose; categories left out are denied. */
  update(choice: Choice): void
  /** The visitor's choice; undefined until it was made. */
  choice(): Record<string, boolean> | undefined
}

/** The id of this person in this browser; send it along with a payment to join the two. */
export declare function leadId(): string

/** lead_id, and Google Analytics' client and session id as far as its cookies are there. */
export declare function ids(): { lead_id: string; client_id?: string; session_id?: string }

declare global {
  interface Window {
    /** The kit as the classic script leaves it. Absent when the script was blocked. */
    tagwright?: {
      // Not \`typeof track\`: TypeScript takes no two conditional types for the same, and a site may have this declaration twice.
      track<Name extends EventName>(event: Name, ...params: {} extends Events[Name] ? [params?: Events[Name]] : [params: Events[Name]]): void
      consent: typeof consent
      leadId: typeof leadId
      ids: typeof ids
    }
  }
}`

const choice = (plan: ResolvedPlan): string =>
  `/** A yes or no per consent category. */\nexport interface Choice {\n${Object.entries(plan.consent.categories)
    .map(([name, { always, describe }]) => `${describe ? `  /** ${comment(describe)} */\n` : ""}  ${JSON.stringify(name)}${always ? "?: true" : "?: boolean"}`)
    .join("\n")}\n}`

const params = (plan: ResolvedPlan, event: ResolvedEvent): string => {
  const lines = [
    ...event.required.map((name) => line(plan.parameters[name], filled.includes(name))),
    ...event.optional.map((name) => line(plan.parameters[name], true)),
  ]
  return `export interface ${typeName(event.name)} {\n${lines.length === 0 ? "  [parameter: string]: never" : lines.join("\n")}\n}`
}

const line = (parameter: ResolvedParameter | undefined, optional: boolean): string =>
  parameter === undefined ? "" : `  /** ${comment(about(parameter))} */\n  ${parameter.id}${optional ? "?" : ""}: ${typeOf(parameter)}`

const about = ({ describe, unit, example, privacy, only, id }: ResolvedParameter): string =>
  [
    describe,
    unit && `in ${unit}`,
    example !== undefined && `e.g. ${JSON.stringify(example)}`,
    (privacy === "personal" || privacy === "sensitive") && `personal: goes to ${only?.join(", ") ?? "nobody"} by the server, never into the data layer`,
    filled.includes(id) && "filled by the kit when left out",
  ]
    .filter(Boolean)
    .join("; ")

const typeNames: Record<ParameterType, string> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  money: "number",
  currency: "string",
  items: "readonly Item[]",
  url: "string",
  email: "string",
  phone: "string",
  name: "string",
  id: "string",
}
const typeOf = ({ type, oneOf }: ResolvedParameter): string => (oneOf === undefined ? typeNames[type] : oneOf.map((value) => JSON.stringify(value)).join(" | "))

const entry = (event: ResolvedEvent): string =>
  event.source === "browser"
    ? `  /** ${comment(event.describe)} */\n  ${event.name}: ${typeName(event.name)}`
    : `  /** ${comment(event.describe)} */\n  ${event.name}: ${JSON.stringify(`${event.name} comes with a webhook (${event.from?.webhook ?? "server"}): the server sends it, a page cannot`)}`

/** lead_submit → LeadSubmit; never one of the names this file itself gives. */
const typeName = (event: string): string => {
  const name = event.replaceAll(/(^|_)([a-z0-9])/g, (_, _gap, letter: string) => letter.toUpperCase())
  return ["Item", "Events", "Choice", "EventName", "NameInThePlan", "ParamsOf", "Window", "Record"].includes(name) ? `${name}Event` : name
}

/** Text of the plan inside a comment of ours. */
const comment = (text: string): string => text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")
