import type { Fill } from "../config.ts"
import { nearest } from "./attributes.ts"
import { normalPath } from "./page.ts"

/** GA4 keeps 100 characters of a link's text anyway; the reader cuts what is longer. */
const link = (element?: Element): HTMLAnchorElement | undefined => element?.closest<HTMLAnchorElement>("a[href]") ?? undefined

export const section: Fill = (element) => nearest(element, "data-section")
export const pagePath: Fill = () => location.pathname
export const pageTitle: Fill = () => document.title
export const linkUrl: Fill = (element) => link(element)?.href
export const linkText: Fill = (element) => (link(element) ?? element)?.textContent?.replace(/\s+/g, " ").trim()
export const formId: Fill = (element) => nearest(element, "data-form-id") ?? element?.closest("form")?.id

/** "<page key of the plan>.<section>", as far as both are known. */
export const formLocation =
  (pages: Record<string, string>): Fill =>
  (element) => {
    const page = Object.keys(pages).find((key) => normalPath(pages[key] ?? "") === normalPath(location.pathname))
    return element && [page, section(element)].filter(Boolean).join(".")
  }
