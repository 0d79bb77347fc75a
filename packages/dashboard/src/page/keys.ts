import { helpKey, type Shortcuts } from "@tagwright/pages"
import { go } from "./route.ts"

export const shortcuts: Shortcuts = {
  o: { does: "overview", run: () => go("/ops") },
  e: { does: "events", run: () => go("/ops/events") },
  d: { does: "deliveries", run: () => go("/ops/deliveries") },
  j: { does: "next row", run: () => step(1) },
  k: { does: "previous row", run: () => step(-1) },
  "/": { does: "filter", run: () => document.querySelector<HTMLElement>(".filters select, .filters input")?.focus() },
  ...helpKey,
}
const step = (by: number): void => {
  const rows = [...document.querySelectorAll<HTMLElement>("main a.row-link")]
  const at = rows.findIndex((row) => row === document.activeElement)
  rows.at(Math.min(Math.max(at + by, 0), rows.length - 1))?.focus()
}
