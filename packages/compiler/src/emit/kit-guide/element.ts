/** An element as markup: name, attributes in order, and what stands around it. */
export interface Markup {
  name: string
  attributes: [name: string, value: string | undefined][]
  around: Markup[]
}

const COMPOUND = /^(?<name>[a-z][\w-]*|\*)?(?<rest>(?:#[\w-]+|\.[\w-]+|\[[\w-]+(?:=(?:"[^"]*"|'[^']*'|[\w-]+))?\])*)$/i
const PART = /#([\w-]+)|\.([\w-]+)|\[([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\]/g

/** The name an element gets where the selector leaves it open. */
type Open = string

/**
 * An element that a selector matches: for names, ids, classes, attributes that are there or equal something, descendants and
 * children. Of a list the first. Undefined for anything else: what stands in a guide must be right.
 */
export const elementFor = (selector: string, open: Open): Markup | undefined => {
  const [first = ""] = selector.split(",")
  const compounds = first.trim().split(/\s*>\s*|\s+/)
  const elements = compounds.map((compound, at) => elementOf(compound, at === compounds.length - 1 ? open : "div"))
  const [target, ...around] = elements.reverse()
  return target === undefined || around.some((one) => one === undefined) ? undefined : { ...target, around: around.filter((one) => one !== undefined) }
}

const elementOf = (compound: string, open: Open): Markup | undefined => {
  const found = COMPOUND.exec(compound)?.groups
  if (found === undefined) return undefined
  const { name, rest = "" } = found
  const parts = [...rest.matchAll(PART)]
  const classes = parts.flatMap(([, , one]) => (one === undefined ? [] : [one]))
  const attributes = parts.flatMap(([, id, , attribute, ...values]): Markup["attributes"] => {
    if (id !== undefined) return [["id", id]]
    return attribute === undefined ? [] : [[attribute, values.find((value) => value !== undefined)]]
  })
  return { name: name === undefined || name === "*" ? open : name, attributes: [...(classes.length > 0 ? ([["class", classes.join(" ")]] satisfies Markup["attributes"]) : []), ...attributes], around: [] }
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")
const VOID = new Set(["input", "img"])

/** The element as HTML with `inside` in it, and around it what its selector asks for. */
export const html = ({ around, ...element }: Markup, inside: string): string => around.reduce((lines, outer) => tag(outer, `${lines}\n`), tag({ ...element, around }, inside))

const tag = ({ name, attributes }: Markup, inside: string): string => {
  const open = `<${[name, ...attributes.map(([key, value]) => (value === undefined ? key : `${key}="${escape(value)}"`))].join(" ")}>`
  if (VOID.has(name)) return open
  return inside.includes("\n") ? `${open}\n${indent(inside.trimEnd())}\n</${name}>` : `${open}${inside}</${name}>`
}

export const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ")
