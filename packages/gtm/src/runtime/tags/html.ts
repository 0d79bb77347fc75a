import { errorText } from "../engine/evaluate.ts"
import type { Host } from "../host/host.ts"
import { text, type TagCall, type TagRunner } from "../engine/runtime.ts"

/** Bodies appear within this many tries, or the tag fails: a page without a body would hold it for ever. */
const BODY_TRIES = 200
const BODY_WAIT_MS = 50

/**
 * Custom HTML: nodes go to the end of the body in order; inline scripts run as they are placed, external ones one
 * after another, the next node after load. Success after the last node (fact B8).
 */
export const customHtml: TagRunner = (call) => {
  const html = text(call.value("html"))
  const { document } = call.runtime.host
  if (document === undefined) {
    call.runtime.report("tag", call.tag.name, "custom HTML needs a document and none was given")
    return call.done("failure")
  }
  whenBody(call.runtime.host, document, (body) => {
    if (body === undefined) return call.done("failure")
    place(parse(html, document), body, document, call, () => call.done("success"))
  })
}

/** The leading text keeps parsers from dropping a script that comes first. */
const parse = (html: string, document: Document): ChildNode[] => {
  const holder = document.createElement("div")
  holder.innerHTML = `A<div>${html}</div>`
  return [...(holder.lastElementChild?.childNodes ?? [])]
}

const whenBody = (host: Host, document: Document, next: (body: HTMLElement | undefined) => void, tries = BODY_TRIES): void => {
  // `body` is null while the head is parsed, whatever the type says.
  const body: HTMLElement | null = document.body
  if (body !== null) return next(body)
  if (tries === 0) return next(undefined)
  host.timers.after(BODY_WAIT_MS, () => whenBody(host, document, next, tries - 1))
}

const place = (nodes: ChildNode[], parent: Node, document: Document, call: TagCall, next: () => void): void => {
  const [node, ...rest] = nodes
  if (node === undefined) return next()
  const goOn = (): void => place(rest, parent, document, call, next)
  if (isElement(node) && node.nodeName === "SCRIPT") return script(node, parent, document, call, goOn)
  if (isElement(node) && node.querySelector("script") !== null) {
    const children = [...node.childNodes]
    node.replaceChildren()
    parent.appendChild(node)
    return place(children, node, document, call, goOn)
  }
  parent.appendChild(node)
  goOn()
}

const isElement = (node: Node): node is Element => node.nodeType === 1

const JAVASCRIPT = /^(?:$|text\/javascript|application\/(?:x-)?javascript|module|text\/gtmscript)$/i

const script = (from: Element, parent: Node, document: Document, call: TagCall, next: () => void): void => {
  const { host } = call.runtime
  const type = from.getAttribute("type") ?? ""
  const src = from.getAttribute("src")
  const made = document.createElement("script")
  for (const { name, value } of from.attributes) made.setAttribute(name, name === "type" && value === "text/gtmscript" ? "text/javascript" : value)
  const nonce = pageNonce(document)
  if (nonce !== undefined) made.setAttribute("nonce", nonce)
  if (!JAVASCRIPT.test(type)) {
    made.text = from.textContent ?? ""
    parent.appendChild(made)
    return next()
  }
  const written = call.tag.params["supportDocumentWrite"] === true ? catchWrites(document) : (): string => ""
  const goOn = (): void => place(parse(written(), document), parent, document, call, next)
  if (src !== null && src !== "") {
    return host.loadScript(made, parent, src, call.tag.name, (ok) => {
      if (ok) return goOn()
      written()
      call.done("failure")
    })
  }
  try {
    host.runScript(made, parent, from.textContent ?? "")
  } catch (error) {
    // An inline script that throws is a success; the error is the page's (fact B5).
    call.runtime.report("tag", call.tag.name, `its inline script threw: ${errorText(error)}`)
  }
  goOn()
}

/** What a script writes stands where the script does, instead of replacing the page (fact B8). The answer ends it and says what was written. */
const catchWrites = (document: Document): (() => string) => {
  const before = { write: document.write, writeln: document.writeln }
  let text = ""
  document.write = (...parts: unknown[]) => void (text += parts.join(""))
  document.writeln = (...parts: unknown[]) => void (text += `${parts.join("")}\n`)
  return () => {
    Object.assign(document, before)
    return text
  }
}

/** Looked for once per document: what a page's policy says does not change, and pages grow large. */
const nonces = new WeakMap<Document, { nonce: string | undefined }>()

/** Scripts inherit the CSP nonce found in the page (fact B8). */
const pageNonce = (document: Document): string | undefined => {
  const known = nonces.get(document) ?? { nonce: findNonce(document) }
  nonces.set(document, known)
  return known.nonce
}

const findNonce = (document: Document): string | undefined => {
  const holder = document.querySelector("script[nonce]")
  if (holder === null) return undefined
  const property: unknown = Reflect.get(holder, "nonce")
  return (typeof property === "string" && property !== "" ? property : holder.getAttribute("nonce")) ?? undefined
}
