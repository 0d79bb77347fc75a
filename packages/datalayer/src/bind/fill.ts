import type { Fill } from "../plan.ts"
import { nearest } from "./nearest.ts"
import { pageHere } from "./page.ts"

// Named as the parameters they fill.
export const section: Fill = (element) => nearest(element, "data-section")
export const page_path: Fill = () => location.pathname
export const page_title: Fill = () => document.title
const linkOf = (element?: Element): HTMLAnchorElement | null | undefined => element?.closest<HTMLAnchorElement>("a[href]")
export const link_url: Fill = (element) => linkOf(element)?.href
export const link_text: Fill = (element) => (linkOf(element) ?? element)?.textContent?.replace(/\s+/g, " ")
export const form_id: Fill = (element) => nearest(element, "data-form-id") ?? element?.closest("form")?.id
/** "<page key of the plan>.<section>", as far as both are known. */
export const form_location: Fill = (element) => element && [pageHere(), section(element)].filter(Boolean).join(".")
export const link_domain: Fill = (element) => linkOf(element)?.hostname
const fileOf = (element?: Element): string | undefined => linkOf(element)?.pathname.split("/").pop()
export const file_name: Fill = (element) => fileOf(element)
export const file_extension: Fill = (element) => /\.(\w+)$/.exec(fileOf(element) ?? "")?.[1]?.toLowerCase()
const mediaOf = (element?: Element): HTMLMediaElement | undefined => (element instanceof HTMLMediaElement ? element : undefined)
export const video_url: Fill = (element) => mediaOf(element)?.currentSrc
export const video_title: Fill = (element) => mediaOf(element)?.title || element?.getAttribute("aria-label")
/** Whole seconds; a live stream has none. */
export const video_duration: Fill = (element) => Math.round(mediaOf(element)?.duration ?? 0) || undefined
