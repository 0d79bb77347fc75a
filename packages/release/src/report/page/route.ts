import { partsOf } from "@tagwright/pages"
import { useEffect, useState } from "preact/hooks"

/** `#/walk/w3/2/r118` → `["walk", "w3", "2", "r118"]`. Every view and every record has an address. */
const parseRoute = (hash: string): string[] => partsOf(hash.replace(/^#/, ""))

export const useRoute = (): string[] => {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const listen = () => setHash(location.hash)
    addEventListener("hashchange", listen)
    return () => removeEventListener("hashchange", listen)
  }, [])
  return parseRoute(hash)
}

/** Brings an element into view once it is there, opens what hides it, and marks it for the eye. */
export const reveal = (id: string): void => {
  const element = document.getElementById(id)
  if (element === null) return
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) if (parent instanceof HTMLDetailsElement) parent.open = true
  if (element instanceof HTMLDetailsElement) element.open = true
  element.scrollIntoView({ block: element.offsetHeight > innerHeight / 2 ? "start" : "center" })
  for (const old of document.querySelectorAll(".target")) old.classList.remove("target")
  element.classList.add("target")
}
