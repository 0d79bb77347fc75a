/** The search of the site: every word must be in a page; hits in the title come first. Runs in any browser, from disk. */
export const SCRIPT = `(() => {
  const query = document.getElementById("query")
  const results = document.getElementById("results")
  const up = document.body.dataset.up
  const most = 12
  const find = (text) => {
    const words = text.toLowerCase().split(/\\s+/).filter(Boolean)
    if (words.length === 0) return []
    const score = (page) => words.reduce((sum, word) => (page.title.toLowerCase().includes(word) ? sum + 2 : page.text.toLowerCase().includes(word) ? sum + 1 : NaN), 0)
    return window.tagwrightPages.map((page) => ({ page, score: score(page) })).filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score).slice(0, most)
  }
  const show = () => {
    const hits = find(query.value)
    results.hidden = query.value === ""
    results.replaceChildren(...(hits.length === 0 ? [Object.assign(document.createElement("li"), { textContent: "Nothing found" })] : hits.map(({ page }) => {
      const item = document.createElement("li")
      item.append(Object.assign(document.createElement("a"), { href: up + page.path, textContent: page.title }))
      return item
    })))
  }
  query.addEventListener("input", show)
  query.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { query.value = ""; show() }
    if (event.key === "ArrowDown") { results.querySelector("a")?.focus(); event.preventDefault() }
  })
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== query) { query.focus(); event.preventDefault() }
  })
})()
`
