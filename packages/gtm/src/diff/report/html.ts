import { escapeHtml, page } from "../../html.ts"
import type { Difference } from "../compare.ts"
import { type Row, rowsOf, summary } from "./rows.ts"

const extraStyle = `
.kind { font-weight: 600 } .added { color: var(--add) } .removed { color: var(--del) }
del { color: var(--del); text-decoration: none } ins { color: var(--add); text-decoration: none }
del::before { content: "− " } ins::before { content: "+ " }
section { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; background: var(--panel) }
td code { display: block } td:first-child { width: 30% }
`

/** A page for people who decide whether a change goes live. */
export const diffHtml = (differences: readonly Difference[], { before, after }: { before: string; after: string }): string => {
  const rows = rowsOf(differences)
  const sections = [...Map.groupBy(rows, ({ kind, entity }) => `${kind} ${entity}`).values()].map(section)
  const heading = `<header><h1>What changed</h1><p class="lead"><code>${escapeHtml(before)}</code> → <code>${escapeHtml(after)}</code>. ${escapeHtml(summary(rows))}</p></header>`
  return page({ title: `${before} → ${after}`, extraStyle, body: `${heading}<main>${sections.join("")}</main>` })
}

const section = (rows: Row[]): string => {
  const [first] = rows
  if (first === undefined) return ""
  const changes = rows.filter(({ path }) => path !== "").map(change).join("")
  const table = changes === "" ? "" : `<div class="scroll"><table><thead><tr><th scope="col">What</th><th scope="col">Before and after</th></tr></thead><tbody>${changes}</tbody></table></div>`
  return `<section><h3><span class="kind ${first.kind}">${first.kind}</span> ${escapeHtml(first.entity)}</h3>${table}</section>`
}

const change = ({ path, before, after }: Row): string => `<tr><td><code>${escapeHtml(path)}</code></td><td>${side("del", before)}${side("ins", after)}</td></tr>`
const side = (element: "del" | "ins", text: string): string => (text === "" ? "" : `<code><${element}>${escapeHtml(text)}</${element}></code>`)
