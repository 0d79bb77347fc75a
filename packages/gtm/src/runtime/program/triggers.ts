import type { ContainerVersion, Trigger } from "@tagwright/formats"
import type { ConditionTable, Negatable } from "./conditions.ts"
import { plain, toExpr, toParams } from "./parameters.ts"
import type { Listener, ListenerKind, Params, Rule } from "./program.ts"
import type { Lookup } from "./reference.ts"
import type { Report } from "./report.ts"

/** Triggers without an entity of their own: fixed ids (format 2.1). */
export const FIXED_TRIGGERS: Record<string, { name: string; event: string | undefined }> = {
  "2147479553": { name: "All Pages", event: "gtm.js" },
  "2147479572": { name: "Consent Initialization - All Pages", event: "gtm.init_consent" },
  "2147479573": { name: "Initialization - All Pages", event: "gtm.init" },
  "2147479574": { name: "All Events", event: undefined },
}

type TriggerType = "PAGEVIEW" | "DOM_READY" | "WINDOW_LOADED" | "INIT" | "CONSENT_INIT" | "CUSTOM_EVENT" | "ALWAYS" | "SERVER_PAGEVIEW" | ListenerKind

/** The data layer event each type waits for; null where the trigger names it itself or takes all (format 6). */
export const TRIGGER_EVENTS: Record<TriggerType, string | null> = {
  PAGEVIEW: "gtm.js", DOM_READY: "gtm.dom", WINDOW_LOADED: "gtm.load", INIT: "gtm.init", CONSENT_INIT: "gtm.init_consent",
  CLICK: "gtm.click", LINK_CLICK: "gtm.linkClick", FORM_SUBMISSION: "gtm.formSubmit", HISTORY_CHANGE: "gtm.historyChange",
  JS_ERROR: "gtm.pageError", SCROLL_DEPTH: "gtm.scrollDepth", ELEMENT_VISIBILITY: "gtm.elementVisibility",
  YOU_TUBE_VIDEO: "gtm.video", TRIGGER_GROUP: "gtm.triggerGroup", TIMER: "gtm.timer",
  CUSTOM_EVENT: null, ALWAYS: null, SERVER_PAGEVIEW: "page_view",
}
const LISTENERS: Record<ListenerKind, true> = {
  CLICK: true, LINK_CLICK: true, FORM_SUBMISSION: true, HISTORY_CHANGE: true, JS_ERROR: true, TIMER: true, SCROLL_DEPTH: true,
  ELEMENT_VISIBILITY: true, YOU_TUBE_VIDEO: true, TRIGGER_GROUP: true,
}
const isListener = (type: string): type is ListenerKind => Object.hasOwn(LISTENERS, type)
const isTrigger = (type: string): type is TriggerType => Object.hasOwn(TRIGGER_EVENTS, type)

const START: Record<string, string> = { WINDOW_LOAD: "gtm.load", DOM_READY: "gtm.dom" }

interface Compiling {
  containerId: string
  conditions: ConditionTable
  lookup: Lookup
  /** Index of `_event`, the one implicit name. */
  event: number
  /** Index of the hidden reader of `gtm.triggers`. */
  triggers: number
  report: Report
}

/** Rules of all triggers by id; a trigger that cannot be compiled is reported and never passes. */
export const compileRules = (version: ContainerVersion, from: Compiling): Map<string, Rule> => {
  const rules = new Map<string, Rule>()
  for (const [id, { name, event }] of Object.entries(FIXED_TRIGGERS)) {
    const all = event === undefined ? [] : [eventIs(event, from)]
    rules.set(id, { triggerId: id, trigger: name, all, unless: [], fires: [], blocks: [] })
  }
  for (const trigger of version.trigger ?? []) {
    const rule = compileRule(trigger, from)
    if (rule !== undefined) rules.set(trigger.triggerId, rule)
  }
  return rules
}

const eventIs = (event: string, from: Compiling): number => from.conditions.add({ op: "EQUALS", left: { ref: from.event }, right: event })

const compileRule = (trigger: Trigger, from: Compiling): Rule | undefined => {
  if (!isTrigger(trigger.type)) {
    from.report("trigger", trigger.name, `triggers of type ${trigger.type} are not run`)
    return undefined
  }
  const own = compileFilters([...(trigger.customEventFilter ?? []), ...(trigger.filter ?? [])], trigger.name, from)
  if (own === undefined) return undefined
  const implied = impliedConditions(trigger, trigger.type, from)
  return {
    triggerId: trigger.triggerId, trigger: trigger.name, fires: [], blocks: [],
    all: [...implied, ...own.filter((one) => !one.negate).map((one) => one.index)],
    unless: own.filter((one) => one.negate).map((one) => one.index),
  }
}

const impliedConditions = (trigger: Trigger, type: TriggerType, from: Compiling): number[] => {
  const event = type === "TIMER" ? timerEvent(trigger) : TRIGGER_EVENTS[type]
  const implied = event === null ? [] : [eventIs(event, from)]
  if (!isListener(type)) return implied
  const pattern = `(^$|((^|,)${from.containerId}_${trigger.triggerId}($|,)))`
  return [...implied, from.conditions.add({ op: "MATCH_REGEX", left: { ref: from.triggers }, right: pattern })]
}

const timerEvent = (trigger: Trigger): string => {
  const name = trigger.eventName
  return (name !== undefined && name.type !== "LIST" && name.type !== "MAP" ? name.value : undefined) || "gtm.timer"
}

const compileFilters = (filters: Trigger["filter"], name: string, from: Compiling): Negatable[] | undefined => {
  const made: Negatable[] = []
  for (const filter of filters ?? []) {
    const one = from.conditions.addExport(filter, from.lookup)
    if (one === undefined) {
      from.report("trigger", name, `the condition operator ${filter.type} does not exist; the trigger never fires`)
      return undefined
    }
    made.push(one)
  }
  return made
}

/** What has to be listened to on the page, for the triggers in use. */
export const compileListeners = (version: ContainerVersion, used: ReadonlySet<string>, from: Compiling): Listener[] => {
  const listeners: Listener[] = []
  for (const trigger of version.trigger ?? []) {
    if (!used.has(trigger.triggerId) || !isListener(trigger.type)) continue
    const active = compileFilters(trigger.autoEventFilter, trigger.name, from)
    if (active === undefined) continue
    listeners.push({
      kind: trigger.type, trigger: trigger.name, uniqueId: `${from.containerId}_${trigger.triggerId}`,
      startOn: START[plain(trigger.parameter, "triggerStartOption") ?? ""] ?? "gtm.js",
      params: listenerParams(trigger, from),
      all: active.filter((one) => !one.negate).map((one) => one.index),
      unless: active.filter((one) => one.negate).map((one) => one.index),
      ...(trigger.type === "TRIGGER_GROUP" ? { members: groupMembers(trigger) } : {}),
    })
  }
  return listeners
}

const listenerParams = (trigger: Trigger, from: Compiling): Params => {
  const params = toParams(trigger.parameter, from.lookup)
  const fields = { waitForTags: trigger.waitForTags, checkValidation: trigger.checkValidation, waitForTagsTimeout: trigger.waitForTagsTimeout,
    eventName: trigger.eventName, interval: trigger.interval, limit: trigger.limit }
  for (const [key, field] of Object.entries(fields)) if (field !== undefined) params[key] = toExpr(field, from.lookup)
  return params
}

export const groupMembers = (trigger: Trigger): string[] =>
  (trigger.parameter ?? []).flatMap((parameter) =>
    parameter.type === "LIST" && parameter.key === "triggerIds"
      ? (parameter.list ?? []).flatMap((item) => (item.type === "TRIGGER_REFERENCE" && item.value !== undefined ? [item.value] : []))
      : [],
  )
