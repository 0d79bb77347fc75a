import { isElement } from "./click.ts"
import { elementKeys } from "./element-keys.ts"
import { elementText } from "../variables/elements.ts"
import { listen, type Active, type ListenerStart } from "./listening.ts"
import { concerned, holding, waitOf } from "./wait.ts"

/** A link is looked for this far up (fact B4). */
const MOST_PARENTS = 100
const RIGHT_BUTTON = 2

/** Clicks on links: bubble phase, so that the page's own handlers have spoken; the right button does not count. */
export const links: ListenerStart = ({ host, push }) => {
  const active: Active[] = []
  const onClick = (event: Event): void => {
    if (Reflect.get(event, "button") === RIGHT_BUTTON) return
    const link = nearestLink(event.target)
    const hit = link === undefined ? [] : concerned(active, event.defaultPrevented)
    if (link === undefined || hit.length === 0) return
    const elsewhere = opensElsewhere(event, link)
    const message: Record<string, unknown> = {
      ...elementKeys("gtm.linkClick", link, hit.map((one) => one.uniqueId)),
      "gtm.elementText": elementText(link) ?? "", "gtm.willOpenInNewWindow": elsewhere,
    }
    const wait = leaves(event, link, elsewhere, host.page.href()) ? waitOf(hit) : 0
    if (wait === 0) return void push(message)
    const address = link.href
    event.preventDefault()
    push({ ...message, ...holding(wait, () => navigate(host.window, address, link.getAttribute("target"))) })
  }
  listen(host.document, "click", onClick)
  listen(host.document, "auxclick", onClick)
  return (one) => void active.push(one)
}

type Link = HTMLAnchorElement | HTMLAreaElement

const nearestLink = (target: unknown): Link | undefined => {
  let at: unknown = target
  for (let step = 0; step < MOST_PARENTS && isElement(at); step++) {
    if (isLink(at)) return at
    at = at.parentNode
  }
  return undefined
}

const isLink = (element: Element): element is Link => /^(?:a|area)$/i.test(element.nodeName) && element.hasAttribute("href")

const opensElsewhere = (event: Event, link: Link): boolean => {
  const held = (key: string): boolean => Reflect.get(event, key) === true
  const target = link.getAttribute("target") ?? ""
  return held("ctrlKey") || held("metaKey") || held("shiftKey") || Reflect.get(event, "button") === 1 || !["", "_self", "_parent", "_top"].includes(target)
}

/** Only a click that would leave the page in this window, and was not cancelled, is worth holding (fact B4). */
const leaves = (event: Event, link: Link, elsewhere: boolean, page: string): boolean => {
  if (elsewhere || event.defaultPrevented || link.hasAttribute("download") || !/^(?:https?|file):/.test(link.protocol)) return false
  return link.hash === "" || link.href.split("#")[0] !== page.split("#")[0]
}

const navigate = (window: Record<PropertyKey, unknown>, address: string, target: string | null): void => {
  const name = target === "_top" ? "top" : target === "_parent" ? "parent" : "self"
  const frame = window[name] ?? window
  if (typeof frame === "object" && frame !== null) Reflect.set(frame, "location", address)
}
