import { listen, type Active, type ListenerStart } from "./listening.ts"

/** Address changes without a page load; the popstate and hashchange of one change report once (fact B4). */
export const history: ListenerStart = ({ host, push }) => {
  const active: Active[] = []
  const { window } = host
  let before = { href: host.page.href(), state: stateOf(window) }
  const report = (source: string, state: unknown): void => {
    const href = host.page.href()
    if (source === "hashchange" && href === before.href) return
    const [oldUrl, oldFragment] = split(before.href)
    const [newUrl, newFragment] = split(href)
    const oldState = before.state
    before = { href, state }
    push({
      event: "gtm.historyChange", "gtm.historyChangeSource": source, "gtm.oldUrl": oldUrl, "gtm.newUrl": newUrl, "gtm.oldUrlFragment": oldFragment,
      "gtm.newUrlFragment": newFragment, "gtm.oldHistoryState": oldState, "gtm.newHistoryState": state, "gtm.triggers": active.map((one) => one.uniqueId).join(","),
    })
  }
  listen(window, "popstate", (event) => report("popstate", Reflect.get(event, "state")))
  listen(window, "hashchange", () => report("hashchange", stateOf(window)))
  for (const method of ["pushState", "replaceState"] as const) wrap(window, method, (state) => report(method, state))
  return (one) => void active.push(one)
}

const split = (href: string): [string, string] => {
  const cut = href.indexOf("#")
  return cut < 0 ? [href, ""] : [href.slice(0, cut), href.slice(cut + 1)]
}

const historyOf = (window: Record<PropertyKey, unknown>): object | undefined => {
  const found = window["history"]
  return typeof found === "object" && found !== null ? found : undefined
}
const stateOf = (window: Record<PropertyKey, unknown>): unknown => {
  const found = historyOf(window)
  return found === undefined ? null : Reflect.get(found, "state")
}

const wrap = (window: Record<PropertyKey, unknown>, method: string, after: (state: unknown) => void): void => {
  const target = historyOf(window)
  const native: unknown = target === undefined ? undefined : Reflect.get(target, method)
  if (target === undefined || typeof native !== "function") return
  Reflect.set(target, method, function (...args: unknown[]): unknown {
    const result: unknown = Reflect.apply(native, target, args)
    after(args[0])
    return result
  })
}
