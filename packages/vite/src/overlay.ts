/**
 * A panel for development: what the kit pushed, what waits, and what is wrong, as it happens. Plain script, own shadow tree,
 * never part of a build.
 */
export const overlay = `
const host = document.createElement("tagwright-overlay")
const root = host.attachShadow({ mode: "open" })
root.innerHTML = \`<style>
  :host { all: initial }
  details { position: fixed; inset: auto 12px 12px auto; z-index: 2147483647; max-width: 380px; font: 12px/1.5 ui-monospace, monospace; color: #e8eaf0; background: #14161f; border: 1px solid #3a3f55; border-radius: 8px; box-shadow: 0 6px 24px #0006 }
  summary { padding: 6px 12px; cursor: pointer; list-style: none; display: flex; gap: 8px; align-items: center }
  summary i { width: 8px; height: 8px; border-radius: 50%; background: #57c785 }
  .wrong i { background: #ff6b6b }
  ol { margin: 0; padding: 0 12px 8px; max-height: 45vh; overflow: auto; list-style: none }
  li { padding: 4px 0; border-top: 1px solid #2a2e40; overflow-wrap: anywhere }
  .problem { color: #ff8f8f } .waiting { color: #f2c66d } small { color: #9aa1b9 }
</style><details><summary><i></i><b>Tagwright</b><span></span></summary><ol></ol></details>\`
const panel = root.querySelector("details"), status = root.querySelector("span"), list = root.querySelector("ol")
const line = (kind, head, detail) => {
  const item = Object.assign(document.createElement("li"), { className: kind, textContent: head + " " })
  item.append(Object.assign(document.createElement("small"), { textContent: detail ?? "" }))
  return item
}
let shown = ""
const show = () => {
  const kit = window.__tagwright?.inspect()
  if (!kit) return (status.textContent = "the kit did not load")
  const now = JSON.stringify([kit.pushes.length, kit.pushes.at(-1)?.event_id, kit.problems.length, kit.waiting, kit.choice])
  if (now === shown) return
  shown = now
  const choice = kit.choice ? Object.keys(kit.choice).filter((c) => kit.choice[c]).join(" + ") : "no choice yet"
  status.textContent = kit.pushes.length + " pushed, " + kit.waiting.length + " waiting, " + kit.problems.length + " wrong · " + choice
  panel.className = kit.problems.length ? "wrong" : ""
  list.replaceChildren(
    ...kit.problems.map((p) => line("problem", p.code, p.sentence)),
    ...kit.waiting.map((name) => line("waiting", name, "waits for the choice")),
    ...kit.pushes.toReversed().map(({ event, event_id, test_mode, ...rest }) => line("", event, JSON.stringify(rest))),
  )
}
document.documentElement.append(host)
setInterval(show, 300)
show()
`
