import { elementKeys } from "./element-keys.ts"
import { listen, type ListenerStart } from "./listening.ts"

/** Every click, seen first: capture phase, the real target (fact B4). */
export const clicks: ListenerStart = ({ host, push }) => {
  listen(host.document, "click", (event) => {
    const target = event.target
    if (isElement(target)) push(elementKeys("gtm.click", target, []))
  }, true)
  return () => {}
}

export const isElement = (value: unknown): value is Element =>
  typeof value === "object" && value !== null && Reflect.get(value, "nodeType") === 1
