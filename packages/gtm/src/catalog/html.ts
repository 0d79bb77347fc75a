import { escapeHtml, page } from "../html.ts"
import type { Catalog, CatalogEntry } from "./catalog.ts"
import { sections } from "./markdown.ts"

const extraStyle = `
header .tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: 1rem 0 0 }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0 }
label { font-weight: 600 }
input { font: inherit; padding: .4rem .6rem; border: 1px solid var(--dim); border-radius: .375rem; background: var(--bg); color: var(--fg); width: min(24rem, 100%) }
article { border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); padding: .75rem 1rem; margin: .75rem 0; scroll-margin-top: 1rem }
article:target { border-color: var(--accent); box-shadow: 0 0 0 2px var(--accent) }
article .type { color: var(--dim); font-size: .875rem }
article p { margin: .25rem 0 .5rem; white-space: pre-line; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0 0 }
dt { color: var(--dim) } dd { margin: 0; overflow-wrap: anywhere }
dd ul { margin: 0; padding: 0; list-style: none }
details { margin-top: .5rem } summary { cursor: pointer; color: var(--dim) }
td:first-child { white-space: nowrap }
[hidden] { display: none }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } dt { margin-top: .35rem } td:first-child { white-space: normal } }
@media print { .tools { display: none } details > * { display: block } }
`

/** Filters as one types; without script everything is simply shown. */
const script = `
const box = document.getElementById("filter"), count = document.getElementById("count"), items = [...document.querySelectorAll("article")]
box.closest("div").hidden = false
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  for (const item of items) {
    const text = item.textContent.toLowerCase()
    item.hidden = !words.every((word) => text.includes(word))
    if (!item.hidden) shown++
  }
  for (const section of document.querySelectorAll("main section")) section.hidden = !section.querySelector("article:not([hidden])")
  count.textContent = words.length ? shown + " of " + items.length : ""
})
`

/** The catalog as a page to browse: nothing to install, nothing loaded, links between everything that refers to each other. */
export const catalogHtml = ({ title, entries }: Catalog): string => {
  const ids = new Map(entries.map((entry, index) => [`${entry.kind} ${entry.name}`, `e${index}`]))
  const groups = sections.flatMap(([kind, heading]) => {
    const own = entries.filter((entry) => entry.kind === kind)
    return own.length === 0 ? [] : [{ kind, heading, own }]
  })
  const navigation = groups.map(({ kind, heading, own }) => `<li><a href="#${kind}">${heading}</a> <span class="dim">${own.length}</span></li>`).join("")
  const tools = `<div class="tools" hidden><label for="filter">Find</label><input id="filter" type="search" placeholder="name, event, parameter, host …"><span id="count" role="status" class="dim"></span></div>`
  const body = groups.map(({ kind, heading, own }) => `<section aria-labelledby="${kind}"><h2 id="${kind}">${heading}</h2>${own.map((entry) => article(entry, ids)).join("")}</section>`).join("")
  return page({ title: `${title} — catalog`, extraStyle, script, body: `<header><h1>${escapeHtml(title)}</h1><nav aria-label="Sections"><ul>${navigation}</ul></nav>${tools}</header><main>${body}</main>` })
}

type Ids = ReadonlyMap<string, string>

const article = (entry: CatalogEntry, ids: Ids): string => {
  const facts = entry.facts.map(({ label, items }) => `<dt>${label}</dt><dd>${listed(items.map((item) => linked(item, ids)))}</dd>`)
  const users = entry.usedBy.map(({ kind, name }) => link(ids.get(`${kind} ${name}`), name))
  const rows = [...facts, ...(entry.folder === undefined ? [] : [`<dt>Folder</dt><dd>${escapeHtml(entry.folder)}</dd>`]), `<dt>Used by</dt><dd>${users.length === 0 ? unused(entry) : listed(users)}</dd>`]
  return [
    `<article id="${ids.get(`${entry.kind} ${entry.name}`) ?? ""}"><h3>${escapeHtml(entry.name)}</h3><div class="type">${escapeHtml(entry.type)}</div>`,
    entry.purpose === "" ? "" : `<p>${linked(entry.purpose, ids)}</p>`,
    `<dl>${rows.join("")}</dl>${settings(entry)}</article>`,
  ].join("")
}

const unused = ({ kind }: CatalogEntry): string => (kind === "tag" || kind === "client" || kind === "transformation" ? '<span class="dim">runs by itself</span>' : '<span class="dim">nothing</span>')
const listed = (items: string[]): string => (items.length === 1 ? (items[0] ?? "") : `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`)
const link = (id: string | undefined, text: string): string => (id === undefined ? escapeHtml(text) : `<a href="#${id}">${escapeHtml(text)}</a>`)

/** A fact that is the name of an item links to it; references inside braces do too. */
const linked = (item: string, ids: Ids): string => {
  const whole = ids.get(`trigger ${item}`) ?? ids.get(`tag ${item}`)
  if (whole !== undefined) return link(whole, item)
  return item
    .split(/(\{\{[^{}]+\}\})/)
    .map((part) => {
      const name = /^\{\{(.+)\}\}$/.exec(part)?.[1]
      return name === undefined ? escapeHtml(part) : link(ids.get(`variable ${name}`) ?? ids.get(`builtInVariable ${name}`), part)
    })
    .join("")
}

const settings = ({ settings: all }: CatalogEntry): string => {
  if (all.length === 0) return ""
  const rows = all.map(({ key, value }) => `<tr><td>${escapeHtml(key)}</td><td><code>${escapeHtml(value)}</code></td></tr>`).join("")
  return `<details><summary>Settings (${all.length})</summary><div class="scroll"><table><thead><tr><th scope="col">Setting</th><th scope="col">Value</th></tr></thead><tbody>${rows}</tbody></table></div></details>`
}
