const head = /<head(\s[^>]*)?>/i
const html = /<html(\s[^>]*)?>/i
const doctype = /<!doctype[^>]*>/i

/** Puts a script before every other one of a document, wherever its head begins. A `</script>` inside the source is made harmless. */
export const injectFirst = (document: string, source: string): string => {
  const script = `<script>${source.replaceAll(/<\/(script)/gi, "<\\/$1")}</script>`
  for (const place of [head, html, doctype]) {
    const found = place.exec(document)
    if (found !== null) {
      const end = found.index + found[0].length
      return document.slice(0, end) + script + document.slice(end)
    }
  }
  return script + document
}
