import { helpKey, type Shortcuts } from "@tagwright/pages"

const go = (selector: string): void => document.querySelector<HTMLAnchorElement>(selector)?.click()

export const shortcuts: Shortcuts = {
  j: { does: "next step", run: () => go("a[data-next]") },
  k: { does: "previous step", run: () => go("a[data-previous]") },
  l: { does: "same step, next consent scenario", run: () => go("a[data-next-scenario]") },
  "/": { does: "filter", run: () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus() },
  g: { does: "gates", run: () => void (location.hash = "#/") },
  w: { does: "journeys", run: () => void (location.hash = "#/journeys") },
  ...helpKey,
}
