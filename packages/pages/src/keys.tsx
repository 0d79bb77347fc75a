/** One key each, none of them while somebody types. Listed in the help dialog. */
export type Shortcuts = Readonly<Record<string, { does: string; run: () => void }>>

const openHelp = (): void => document.querySelector<HTMLDialogElement>("dialog.help")?.showModal()

export const helpKey: Shortcuts = { "?": { does: "this help", run: openHelp } }

export const listenToKeys = (shortcuts: Shortcuts): void =>
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog[open], [contenteditable]") !== null
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    const shortcut = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
    if (shortcut === undefined) return
    event.preventDefault()
    shortcut.run()
  })

export const HelpButton = () => (
  <button type="button" class="plain help-button" aria-label="Keyboard shortcuts" title="Keys (?)" onClick={openHelp}>
    ?
  </button>
)

export const Help = ({ shortcuts }: { shortcuts: Shortcuts }) => (
  <dialog class="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="keys">
      {Object.entries(shortcuts).map(([key, { does }]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
    <form method="dialog">
      <button type="submit">Close</button>
    </form>
  </dialog>
)
