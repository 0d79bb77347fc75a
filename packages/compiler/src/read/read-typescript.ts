import { parse } from "@babel/parser"
import type { Expression, Node, ObjectExpression, ObjectProperty, SpreadElement, Statement } from "@babel/types"
import { Fault } from "@tagwright/formats"
import { statSync } from "node:fs"
import { pathToFileURL } from "node:url"
import type { PlanPath, PlanSource } from "./source.ts"
import { pathText } from "./source.ts"

/**
 * A plan written in TypeScript: its value comes from running the module (Node strips the types), its places from
 * the syntax tree. TypeScript 7 has no stable JavaScript API, hence Babel's parser (docs/decisions.md).
 */
export const readTypeScript = async (file: string, text: string): Promise<PlanSource> => {
  const body = parseModule(file, text)
  const root = defaultExport(body)
  if (root === undefined)
    throw new Fault("plan", "the plan has no default export", "Write: export default definePlan({ … })", { at: { file, line: 1, column: 1 } })
  const value = await load(file)
  return {
    file,
    value,
    locate: (path) => {
      const { line, column } = nodeAt(root, path, body).loc?.start ?? { line: 1, column: 0 }
      return { file, line, column: column + 1, path: pathText(path) }
    },
  }
}

const parseModule = (file: string, text: string): Statement[] => {
  try {
    return parse(text, { sourceType: "module", plugins: ["typescript"] }).program.body
  } catch (error) {
    const at = error instanceof SyntaxError && "loc" in error && isPosition(error.loc) ? error.loc : undefined
    const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, "") : String(error)
    const place = at === undefined ? { file } : { file, line: at.line, column: at.column + 1 }
    throw new Fault("plan", `not valid TypeScript: ${message}`, "Mend the syntax at that place", { at: place, cause: error })
  }
}

const isPosition = (loc: unknown): loc is { line: number; column: number } => typeof loc === "object" && loc !== null && "line" in loc && "column" in loc

const load = async (file: string): Promise<unknown> => {
  try {
    // The time of the last change makes the module's URL new, so that a watching process sees an edited plan.
    const module: unknown = await import(`${pathToFileURL(file).href}?changed=${statSync(file).mtimeMs}`)
    return typeof module === "object" && module !== null && "default" in module ? module.default : undefined
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""
    throw new Fault("plan", `the plan cannot be loaded: ${message}`, "Mend the plan's code or its imports", { at: { file }, cause: error })
  }
}

const defaultExport = (body: Statement[]): Node | undefined => body.find((statement) => statement.type === "ExportDefaultDeclaration")?.declaration

/** Sees through `definePlan(…)`, `satisfies`, `as const`, parentheses and names of this file. */
const unwrap = (node: Node, body: Statement[]): Node => {
  if (node.type === "TSSatisfiesExpression" || node.type === "TSAsExpression" || node.type === "ParenthesizedExpression") return unwrap(node.expression, body)
  if (node.type === "CallExpression" && node.arguments[0] !== undefined) return unwrap(node.arguments[0], body)
  if (node.type === "Identifier") {
    const init = declared(node.name, body)
    return init === undefined ? node : unwrap(init, body)
  }
  return node
}

const declared = (name: string, body: Statement[]): Expression | undefined => {
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement
    if (declaration?.type !== "VariableDeclaration") continue
    for (const { id, init } of declaration.declarations) if (id.type === "Identifier" && id.name === name) return init ?? undefined
  }
  return undefined
}

const nodeAt = (root: Node, path: PlanPath, body: Statement[]): Node => {
  let place: Node = unwrap(root, body)
  let value: Node = place
  for (const part of path) {
    const inner = unwrap(value, body)
    if (inner.type === "ObjectExpression") {
      const property = propertyOf(inner, String(part), body)
      if (property === undefined) return place
      place = property.key
      value = property.value
    } else if (inner.type === "ArrayExpression" && typeof part === "number") {
      const element = inner.elements[part]
      if (element === null || element === undefined) return place
      place = element
      value = element
    } else return place
  }
  return place
}

const propertyOf = (node: ObjectExpression, name: string, body: Statement[]): ObjectProperty | undefined => {
  for (const property of node.properties.toReversed()) {
    if (property.type === "ObjectProperty" && keyName(property) === name) return property
    if (property.type === "SpreadElement") {
      const found = spreadProperty(property, name, body)
      if (found !== undefined) return found
    }
  }
  return undefined
}

const spreadProperty = (spread: SpreadElement, name: string, body: Statement[]): ObjectProperty | undefined => {
  const inner = unwrap(spread.argument, body)
  return inner.type === "ObjectExpression" ? propertyOf(inner, name, body) : undefined
}

const keyName = ({ key, computed }: ObjectProperty): string | undefined => {
  if (key.type === "StringLiteral") return key.value
  return key.type === "Identifier" && !computed ? key.name : undefined
}
