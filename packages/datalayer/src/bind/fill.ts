import type { Fill } from "../config.ts"
import { nearest } from "./attributes.ts"
import { isHere } from "./page.ts"

export const section: Fill = (element) => nearest(element, "data-section")
export const pagePath: Fill = () => location.pathname
export const pageTitle: Fill = () => document.title
export const linkUrl: Fill = (element) => element?.closest<HTMLAnchorElement>("a[href]")?.href
export const linkText: Fill = (element) => (element?.closest("a") ?? element)?.textContent?.replace(/\s+/g, " ")
export const formId: Fill = (element) => nearest(element, "data-form-id") ?? element?.closest("form")?.id

/** "<page key of the plan>.<section>", as far as both are known. */
export const formLocation =
  (pages: Record<string, string>): Fill =>
  (element) =>
    element && [Object.keys(pages).find((key) => isHere(pages[key] ?? "")), section(element)].filter(Boolean).join(".")
