import { createHash } from "node:crypto"

const head = /<head(\s[^>]*)?>/i
const html = /<html(\s[^>]*)?>/i
const doctype = /<!doctype[^>]*>/i
const metaPolicy = /(<meta[^>]+http-equiv=["']?content-security-policy["']?[^>]*content=")([^"]*)(")/gi

/** A `</script>` inside the source is made harmless. */
const harmless = (source: string): string => source.replaceAll(/<\/(script)/gi, "<\\/$1")

/** The directive that decides about inline scripts: the most special one that the policy has (CSP 3, 6.8.3). */
const deciding = ["script-src-elem", "script-src", "default-src"]

/** A policy that allows one script more. Where it allows every inline script it stays as it is: a hash would take that back. */
export const allowScript = (policy: string, source: string): string => {
  const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/))
  const name = deciding.find((one) => directives.some(([first]) => first?.toLowerCase() === one))
  const hash = `'sha256-${createHash("sha256").update(harmless(source)).digest("base64")}'`
  return directives
    .map(([first = "", ...values]) => {
      const open = values.includes("'unsafe-inline'") && !values.some((value) => /^'(nonce|sha\d+)-/.test(value))
      return [first, ...(first.toLowerCase() !== name || open ? values : [...values.filter((value) => value !== "'none'"), hash])].join(" ")
    })
    .join("; ")
}

/** Puts a script before every other one of a document, wherever its head begins, past the document's own policy. */
export const injectFirst = (document: string, source: string): string => {
  const script = `<script>${harmless(source)}</script>`
  const text = document.replaceAll(metaPolicy, (_, before: string, policy: string, after: string) => before + allowScript(policy, source) + after)
  for (const place of [head, html, doctype]) {
    const found = place.exec(text)
    if (found !== null) {
      const end = found.index + found[0].length
      return text.slice(0, end) + script + text.slice(end)
    }
  }
  return script + text
}
