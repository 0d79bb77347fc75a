import type { BannerRecord } from "@tagwright/formats"
import type { Controls } from "./controls.ts"

/** One button of the banner, as it is drawn and as a keyboard finds it. */
interface ButtonLooks {
  area: number
  fontSize: string
  isButton: boolean
  /** WCAG contrast of its text on its own ground, 1 to 21 */
  text: number
  /** WCAG contrast of its ground on the banner's, 1 (not filled) to 21 */
  fill: number
  /** Which stop of the Tab key it is within the banner, from 1; undefined: the keyboard never comes there */
  tabStop?: number
}
export interface Looks {
  accept?: ButtonLooks
  reject?: ButtonLooks
  ticked: string[]
}

/** In the page: what the two buttons look like, in which order the Tab key comes by, and which switches are already on. */
export const measureBanner = ({ accept, reject, root, banner }: Pick<Controls, "accept" | "reject" | "root" | "banner">): Looks => {
  const visible = (element: Element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible"
  const first = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].find(visible)

  // A canvas understands every notation of CSS colours, and answers in one.
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })
  type Colour = readonly [number, number, number, number]
  const read = (css: string): Colour => {
    if (pen === null) return [255, 255, 255, 1]
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = css
    pen.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top: Colour, under: Colour): Colour => {
    const mix = (a: number, b: number) => a * top[3] + b * (1 - top[3])
    return [mix(top[0], under[0]), mix(top[1], under[1]), mix(top[2], under[2]), 1]
  }
  const groundOf = (element: Element | null): Colour => (element === null ? read("canvas") : over(read(getComputedStyle(element).backgroundColor), groundOf(parentOf(element))))
  const parentOf = (element: Element): Element | null => element.parentElement ?? (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null)
  // WCAG 2.2, "relative luminance" and "contrast ratio"
  const light = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
  const luminance = ([r, g, b]: Colour) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b)
  const contrast = (a: Colour, b: Colour) => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
    return Math.round((100 * (high + 0.05)) / (low + 0.05)) / 100
  }

  // The order of the Tab key: positive tabindex first, then as the document has it (HTML, "sequential focus navigation").
  const stops = [...(first(banner)?.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]") ?? [])]
    .filter((element) => visible(element) && element.tabIndex >= 0 && !element.matches(":disabled") && element.closest("[inert]") === null)
    .map((element, place) => ({ element, place }))
    .toSorted((a, b) => (a.element.tabIndex || Infinity) - (b.element.tabIndex || Infinity) || a.place - b.place)

  const look = (selector: string): ButtonLooks | undefined => {
    const element = first(selector)
    if (element === undefined) return undefined
    const box = element.getBoundingClientRect()
    const { fontSize, color } = getComputedStyle(element)
    const ground = groundOf(element)
    const stop = stops.findIndex((one) => one.element === element)
    return {
      area: box.width * box.height,
      fontSize,
      isButton: element.matches("button, [role=button], input[type=button], input[type=submit]"),
      text: contrast(over(read(color), ground), ground),
      fill: contrast(ground, groundOf(parentOf(element))),
      ...(stop < 0 ? {} : { tabStop: stop + 1 }),
    }
  }
  const [a, r] = [look(accept), look(reject)]
  const boxes = [...document.querySelectorAll<HTMLInputElement>(root.split(",").map((part) => `${part} input[type=checkbox]:checked:not(:disabled)`).join(","))]
  return { ...(a === undefined ? {} : { accept: a }), ...(r === undefined ? {} : { reject: r }), ticked: boxes.map((box) => box.value || box.name) }
}

/** What can be said only of two buttons that stand beside each other. */
export const compareButtons = ({ accept, reject }: Looks): Pick<BannerRecord, "areaRatio" | "sameFontSize" | "contrast" | "fill" | "tabStops"> => {
  if (accept === undefined || reject === undefined || accept.area === 0) return {}
  return {
    areaRatio: Math.round((100 * reject.area) / accept.area) / 100,
    sameFontSize: accept.fontSize === reject.fontSize && accept.isButton === reject.isButton,
    contrast: { accept: accept.text, reject: reject.text },
    fill: { accept: accept.fill, reject: reject.fill },
    tabStops: { ...(accept.tabStop === undefined ? {} : { accept: accept.tabStop }), ...(reject.tabStop === undefined ? {} : { reject: reject.tabStop }) },
  }
}
