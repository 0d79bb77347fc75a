const go = (selector: string): void => document.querySelector<HTMLAnchorElement>(selector)?.click()

/** One key each, none of them while somebody types. Listed in the help dialog. */
export const shortcuts: Record<string, { does: string; run: () => void }> = {
  j: { does: "next step", run: () => go("a[data-next]") },
  k: { does: "previous step", run: () => go("a[data-previous]") },
  l: { does: "same step, next consent scenario", run: () => go("a[data-next-scenario]") },
  "/": { does: "filter", run: () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus() },
  g: { does: "gates", run: () => void (location.hash = "#/") },
  w: { does: "journeys", run: () => void (location.hash = "#/journeys") },
  "?": { does: "this help", run: () => document.querySelector("dialog")?.showModal() },
}

export const listenToKeys = (): void =>
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]") !== null
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    const shortcut = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
    if (shortcut === undefined) return
    event.preventDefault()
    shortcut.run()
  })
