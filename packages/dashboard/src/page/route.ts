import { partsOf } from "@tagwright/pages"
import { useEffect, useState } from "preact/hooks"

/** `/ops/deliveries/12?state=dead` → `["deliveries", "12"]` and its filters. Every screen, filter and row has an address. */
export interface Route {
  path: readonly string[]
  query: URLSearchParams
}
const BASE = "/ops"
const current = (): Route => ({
  path: partsOf(location.pathname.slice(BASE.length)),
  query: new URLSearchParams(location.search),
})

const listeners = new Set<() => void>()
const tell = (): void => listeners.forEach((listener) => listener())
addEventListener("popstate", tell)

export const useRoute = (): Route => {
  const [route, setRoute] = useState(current)
  useEffect(() => {
    const listen = (): void => setRoute(current())
    listeners.add(listen)
    return () => void listeners.delete(listen)
  }, [])
  return route
}

let moved = false
/** Whether the screen that is being shown was just gone to: its heading takes the focus then, once. */
export const takeMove = (): boolean => {
  const was = moved
  moved = false
  return was
}
export const go = (address: string): void => {
  if (address === location.pathname + location.search) return
  moved = true
  history.pushState(null, "", address)
  tell()
}
/** Changes filters in the address. Typing replaces the entry, so that "back" leaves the list and not one letter. */
export const filter = (changes: Record<string, string | undefined>): void => {
  const query = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  history.replaceState(null, "", location.pathname + (text === "" ? "" : `?${text}`))
  tell()
}
export const address = (path: string, query: Record<string, string | number | undefined> = {}): string => {
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, String(value)]]))
  return asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`
}

/** Links within `/ops` change the screen without loading the page again. */
export const listenToLinks = (): void =>
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest("a") : null
    if (link === null || link.target !== "" || link.origin !== location.origin || !link.pathname.startsWith(BASE) || link.hasAttribute("data-whole")) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
