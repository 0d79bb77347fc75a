import { go } from "./route.ts"

/** One key each, none of them while somebody types. Listed in the help dialog. */
export const shortcuts: Record<string, { does: string; run: () => void }> = {
  o: { does: "overview", run: () => go("/ops") },
  e: { does: "events", run: () => go("/ops/events") },
  d: { does: "deliveries", run: () => go("/ops/deliveries") },
  j: { does: "next row", run: () => step(1) },
  k: { does: "previous row", run: () => step(-1) },
  "/": { does: "filter", run: () => document.querySelector<HTMLElement>(".filters select, .filters input")?.focus() },
  "?": { does: "this help", run: () => document.querySelector<HTMLDialogElement>("dialog.help")?.showModal() },
}
const step = (by: number): void => {
  const rows = [...document.querySelectorAll<HTMLElement>("main a.row-link")]
  const at = rows.findIndex((row) => row === document.activeElement)
  rows.at(Math.min(Math.max(at + by, 0), rows.length - 1))?.focus()
}

export const listenToKeys = (): void =>
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog[open], [contenteditable]") !== null
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    const shortcut = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
    if (shortcut === undefined) return
    event.preventDefault()
    shortcut.run()
  })
