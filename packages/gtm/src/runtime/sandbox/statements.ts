import type { ModuleDeclaration, Statement, VariableDeclaration } from "acorn"
import { bind, closure, evaluate } from "./expressions.ts"
import type { Machine, RunBody } from "./machine.ts"
import { Scope } from "./scope.ts"

/** How a statement ended: nothing special, or a jump that its surroundings must heed. */
type Ending = undefined | { kind: "return"; value: unknown } | { kind: "break" | "continue"; label: string | undefined }

export const runBody: RunBody = (body, scope, machine) => {
  const ending = block(body, scope, machine)
  return ending?.kind === "return" ? ending.value : undefined
}

const block = (body: readonly (Statement | ModuleDeclaration)[], scope: Scope, machine: Machine): Ending => {
  for (const statement of body)
    if (statement.type === "FunctionDeclaration") scope.declare(statement.id.name, closure(statement, scope, machine))
  for (const statement of body) {
    const ending = run(statement, scope, machine)
    if (ending !== undefined) return ending
  }
  return undefined
}

const run = (node: Statement | ModuleDeclaration, scope: Scope, machine: Machine): Ending => {
  machine.step()
  switch (node.type) {
    case "ExpressionStatement":
      evaluate(node.expression, scope, machine)
      return undefined
    case "VariableDeclaration":
      return declare(node, scope, machine)
    case "FunctionDeclaration":
    case "EmptyStatement":
      return undefined
    case "ReturnStatement":
      return { kind: "return", value: node.argument ? evaluate(node.argument, scope, machine) : undefined }
    case "BlockStatement":
      return block(node.body, new Scope(scope), machine)
    case "IfStatement":
      if (evaluate(node.test, scope, machine)) return run(node.consequent, scope, machine)
      return node.alternate ? run(node.alternate, scope, machine) : undefined
    case "ForStatement":
      return forLoop(node, scope, machine)
    case "WhileStatement":
      return loop(() => Boolean(evaluate(node.test, scope, machine)), () => run(node.body, scope, machine), () => {})
    case "DoWhileStatement": {
      let first = true
      return loop(() => first || Boolean(evaluate(node.test, scope, machine)), () => ((first = false), run(node.body, scope, machine)), () => {})
    }
    case "ForInStatement":
    case "ForOfStatement":
      return forEach(node, scope, machine)
    case "BreakStatement":
    case "ContinueStatement":
      return { kind: node.type === "BreakStatement" ? "break" : "continue", label: node.label?.name }
    case "LabeledStatement": {
      const ending = run(node.body, scope, machine)
      return ending !== undefined && ending.kind !== "return" && ending.label === node.label.name ? undefined : ending
    }
    case "SwitchStatement":
      return switchOf(node, scope, machine)
    case "TryStatement":
      return tryOf(node, scope, machine)
    case "ThrowStatement":
      throw new Thrown(evaluate(node.argument, scope, machine))
    case "WithStatement":
    case "DebuggerStatement":
    case "ClassDeclaration":
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
    case "ExportAllDeclaration":
      throw new SyntaxError(`${node.type} is not part of sandboxed JavaScript`)
  }
}

/** Carries a sandboxed value through native frames. */
class Thrown extends Error {
  readonly value: unknown
  constructor(value: unknown) {
    super(typeof value === "string" ? value : "thrown by the template")
    this.value = value
  }
}

const declare = (node: VariableDeclaration, scope: Scope, machine: Machine): undefined => {
  for (const { id, init } of node.declarations) {
    const value = init ? evaluate(init, scope, machine) : undefined
    bind(id, value, scope, machine, (name, bound) => (node.kind === "var" ? scope.declareVar(name, bound) : scope.declare(name, bound, node.kind === "const")))
  }
  return undefined
}

const loop = (goOn: () => boolean, body: () => Ending, after: () => void): Ending => {
  while (goOn()) {
    const ending = body()
    if (ending?.kind === "return" || (ending !== undefined && ending.label !== undefined)) return ending
    if (ending?.kind === "break") return undefined
    after()
  }
  return undefined
}

const forLoop = (node: Extract<Statement, { type: "ForStatement" }>, scope: Scope, machine: Machine): Ending => {
  const own = new Scope(scope)
  if (node.init?.type === "VariableDeclaration") declare(node.init, own, machine)
  else if (node.init) evaluate(node.init, own, machine)
  const { test, update } = node
  return loop(() => (test ? Boolean(evaluate(test, own, machine)) : true), () => run(node.body, new Scope(own), machine), () => void (update && evaluate(update, own, machine)))
}

const forEach = (node: Extract<Statement, { type: "ForInStatement" | "ForOfStatement" }>, scope: Scope, machine: Machine): Ending => {
  const over = evaluate(node.right, scope, machine)
  const items: unknown[] = node.type === "ForInStatement" ? Object.keys(Object(over)) : Array.isArray(over) || typeof over === "string" ? [...over] : []
  const rest = [...items]
  return loop(() => rest.length > 0, () => {
    const own = new Scope(scope)
    const item = rest.shift()
    if (node.left.type === "VariableDeclaration") {
      const [first] = node.left.declarations
      const { kind } = node.left
      if (first !== undefined) bind(first.id, item, own, machine, (name, bound) => (kind === "var" ? own.declareVar(name, bound) : own.declare(name, bound)))
    } else bind(node.left, item, own, machine)
    return run(node.body, own, machine)
  }, () => {})
}

const switchOf = (node: Extract<Statement, { type: "SwitchStatement" }>, scope: Scope, machine: Machine): Ending => {
  const value = evaluate(node.discriminant, scope, machine)
  const own = new Scope(scope)
  const hit = node.cases.findIndex((one) => one.test && evaluate(one.test, own, machine) === value)
  const from = hit >= 0 ? hit : node.cases.findIndex((one) => !one.test)
  if (from < 0) return undefined
  const ending = block(node.cases.slice(from).flatMap((one) => one.consequent), own, machine)
  return ending?.kind === "break" && ending.label === undefined ? undefined : ending
}

const tryOf = (node: Extract<Statement, { type: "TryStatement" }>, scope: Scope, machine: Machine): Ending => {
  const { handler, finalizer } = node
  let ending: Ending
  try {
    ending = block(node.block.body, new Scope(scope), machine)
  } catch (error) {
    // A budget that is used up is not the template's to catch.
    if (!handler || error instanceof RangeError) throw error
    const own = new Scope(scope)
    const value = error instanceof Thrown ? error.value : { name: error instanceof Error ? error.name : "Error", message: error instanceof Error ? error.message : String(error) }
    if (handler.param) bind(handler.param, value, own, machine, (name, bound) => own.declare(name, bound))
    ending = block(handler.body.body, own, machine)
  } finally {
    if (finalizer) block(finalizer.body, new Scope(scope), machine)
  }
  return ending
}
