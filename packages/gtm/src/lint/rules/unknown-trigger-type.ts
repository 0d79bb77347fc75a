import { triggerTypes } from "../../container/type-names.ts"
import { container, trigger } from "../build.ts"
import { quote, triggersOf } from "../look.ts"
import { tableOf } from "../../container/table.ts"
import type { Rule } from "../rule.ts"

/** Spellings that tools and people invent, with what is meant. */
const inventions: Readonly<Record<string, string>> = tableOf({
  PAGE_VIEW: "PAGEVIEW",
  FORM_SUBMIT: "FORM_SUBMISSION",
  YOUTUBE_VIDEO: "YOU_TUBE_VIDEO",
  LINK: "LINK_CLICK",
  ALL_ELEMENTS: "CLICK",
  CLICK_ALL_ELEMENTS: "CLICK",
  CONSENT_INITIALIZATION: "CONSENT_INIT",
  INITIALIZATION: "INIT",
  WINDOW_LOAD: "WINDOW_LOADED",
  JAVASCRIPT_ERROR: "JS_ERROR",
  SCROLL: "SCROLL_DEPTH",
})

export const rule: Rule = {
  severity: "error",
  title: "A trigger has a type that Tag Manager does not have",
  why: "The importer refuses trigger types it does not know. Types are written in capital letters; the API writes the same ones in lowerCamel.",
  fix: "Use the type that Tag Manager itself exports for this kind of trigger.",
  bad: () => container("WEB", { trigger: [trigger(1, "a", "PAGE_VIEW")] }),
  good: () => container("WEB", { trigger: [trigger(1, "a", "PAGEVIEW")] }),
  *check(model) {
    for (const { trigger: { name, type }, path } of triggersOf(model)) {
      if (Object.hasOwn(triggerTypes, type) || type.startsWith("FIREBASE_")) continue
      const meant = inventions[type] ?? upperSnake(type)
      // A new capital-letter type may be one that Google added after this was written.
      const certain = meant !== type
      yield {
        path: [...path, "type"],
        message: `trigger ${quote(name)} has the unknown type ${quote(type)}`,
        ...(certain ? { help: `Write ${meant}.` } : { severity: "warning" }),
      }
    }
  },
}

const upperSnake = (type: string): string => type.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()
