import type { Expression, Function as FunctionNode, MemberExpression, Pattern, PrivateIdentifier, SpreadElement, Super } from "acorn"
import { demandCheap } from "../engine/regex-guard.ts"
import type { Machine } from "./machine.ts"
import { getMember, setMember } from "./members.ts"
import { binary, text, unary } from "./operators.ts"
import { Scope } from "./scope.ts"

const refuse = (what: string): never => {
  throw new SyntaxError(`${what} is not part of sandboxed JavaScript`)
}

/** The value of an expression. What sandboxed JavaScript lacks is refused by name. */
export const evaluate = (node: Expression | Super | PrivateIdentifier, scope: Scope, machine: Machine): unknown => {
  machine.step()
  switch (node.type) {
    case "Literal":
      return node.regex === undefined || node.regex === null ? node.value : refuse("a regular expression")
    case "Identifier":
      return node.name === "undefined" ? undefined : scope.get(node.name)
    case "TemplateLiteral":
      return node.quasis.map((part, index) => {
        const value = node.expressions[index]
        return (part.value.cooked ?? "") + (value === undefined ? "" : text(evaluate(value, scope, machine)))
      }).join("")
    case "ArrayExpression":
      return node.elements.flatMap((element) => (element === null ? [undefined] : spread(element, scope, machine)))
    case "ObjectExpression":
      return objectOf(node.properties, scope, machine)
    case "MemberExpression":
      return member(node, scope, machine).value
    case "CallExpression":
      return call(node.callee, node.arguments, node.optional === true, scope, machine)
    case "ChainExpression":
      return chain(() => evaluate(node.expression, scope, machine))
    case "ConditionalExpression":
      return evaluate(evaluate(node.test, scope, machine) ? node.consequent : node.alternate, scope, machine)
    case "LogicalExpression":
      return logical(node.operator, evaluate(node.left, scope, machine), () => evaluate(node.right, scope, machine))
    case "BinaryExpression":
      return binary(node.operator, evaluate(node.left, scope, machine), evaluate(node.right, scope, machine))
    case "UnaryExpression":
      return unaryOf(node.operator, node.argument, scope, machine)
    case "UpdateExpression":
      return update(node.operator, node.prefix, node.argument, scope, machine)
    case "AssignmentExpression":
      return assign(node.operator, node.left, node.right, scope, machine)
    case "SequenceExpression":
      return node.expressions.reduce<unknown>((_last, one) => evaluate(one, scope, machine), undefined)
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return closure(node, scope, machine)
    case "ParenthesizedExpression":
      return evaluate(node.expression, scope, machine)
    case "NewExpression":
    case "ThisExpression":
    case "ClassExpression":
    case "AwaitExpression":
    case "YieldExpression":
    case "TaggedTemplateExpression":
    case "ImportExpression":
    case "MetaProperty":
    case "Super":
    case "PrivateIdentifier":
      return refuse(node.type)
  }
}

const spread = (node: Expression | SpreadElement, scope: Scope, machine: Machine): unknown[] => {
  if (node.type !== "SpreadElement") return [evaluate(node, scope, machine)]
  const value = evaluate(node.argument, scope, machine)
  return Array.isArray(value) ? value : refuse("spreading something that is no array")
}

const objectOf = (properties: Extract<Expression, { type: "ObjectExpression" }>["properties"], scope: Scope, machine: Machine): Record<string, unknown> => {
  const made: Record<string, unknown> = {}
  for (const property of properties) {
    if (property.type === "SpreadElement") {
      const value = evaluate(property.argument, scope, machine)
      if (typeof value === "object" && value !== null) for (const key of Object.keys(value)) setMember(made, key, Reflect.get(value, key))
    } else {
      const key = property.computed ? text(evaluate(property.key, scope, machine)) : property.key.type === "Identifier" ? property.key.name : text(evaluate(property.key, scope, machine))
      setMember(made, key, evaluate(property.value, scope, machine))
    }
  }
  return made
}

class Short extends Error {}

const chain = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Short) return undefined
    throw error
  }
}

const member = (node: MemberExpression, scope: Scope, machine: Machine): { object: unknown; key: string; value: unknown } => {
  const object = evaluate(node.object, scope, machine)
  if (node.optional === true && (object === undefined || object === null)) throw new Short()
  const key = !node.computed && node.property.type === "Identifier" ? node.property.name : text(evaluate(node.property, scope, machine))
  return { object, key, value: getMember(object, key) }
}

const call = (callee: Expression | Super, args: (Expression | SpreadElement)[], optional: boolean, scope: Scope, machine: Machine): unknown => {
  const target = callee.type === "MemberExpression" ? member(callee, scope, machine) : { object: undefined, key: callee.type === "Identifier" ? callee.name : "it", value: evaluate(callee, scope, machine) }
  if (optional && (target.value === undefined || target.value === null)) throw new Short()
  if (typeof target.value !== "function") throw new TypeError(`${target.key} is not a function`)
  const values = args.flatMap((arg) => spread(arg, scope, machine))
  if (typeof target.object === "string") demandCheapSearch(target.object, target.key, values[0])
  return Reflect.apply(target.value, target.object, values)
}

/** Texts can be searched with patterns, and a pattern may explode. */
const demandCheapSearch = (object: string, key: string, by: unknown): void => {
  if (by instanceof RegExp) demandCheap(by.source, by.flags.includes("i"), object)
  else if (typeof by === "string" && (key === "match" || key === "search")) demandCheap(by, false, object)
}

const logical = (operator: "||" | "&&" | "??", left: unknown, right: () => unknown): unknown => {
  if (operator === "||") return left || right()
  return operator === "&&" ? left && right() : (left ?? right())
}

const unaryOf = (operator: string, argument: Expression, scope: Scope, machine: Machine): unknown => {
  if (operator === "typeof" && argument.type === "Identifier" && argument.name !== "undefined" && !scope.has(argument.name)) return "undefined"
  if (operator !== "delete") return unary(operator, evaluate(argument, scope, machine))
  if (argument.type !== "MemberExpression") return refuse("deleting a name")
  const { object, key } = member(argument, scope, machine)
  return typeof object === "object" && object !== null && Reflect.deleteProperty(object, key)
}

const update = (operator: "++" | "--", prefix: boolean, argument: Expression, scope: Scope, machine: Machine): unknown => {
  const before = Number(evaluate(argument, scope, machine))
  const after = operator === "++" ? before + 1 : before - 1
  if (argument.type === "Identifier" || argument.type === "MemberExpression") bind(argument, after, scope, machine)
  return prefix ? after : before
}

const assign = (operator: string, left: Pattern, right: Expression, scope: Scope, machine: Machine): unknown => {
  if (operator === "=") {
    const value = evaluate(right, scope, machine)
    bind(left, value, scope, machine)
    return value
  }
  if (left.type !== "Identifier" && left.type !== "MemberExpression") return refuse(`${operator} on a pattern`)
  const before = evaluate(left, scope, machine)
  const short = operator.slice(0, -1)
  const value = short === "||" || short === "&&" || short === "??" ? logical(short, before, () => evaluate(right, scope, machine)) : binary(short, before, evaluate(right, scope, machine))
  bind(left, value, scope, machine)
  return value
}

/** Stores a value where a pattern says; `declare` makes new names instead. */
export const bind = (pattern: Pattern, value: unknown, scope: Scope, machine: Machine, declare?: (name: string, value: unknown) => void): void => {
  switch (pattern.type) {
    case "Identifier":
      return declare === undefined ? scope.set(pattern.name, value) : declare(pattern.name, value)
    case "MemberExpression": {
      const { object, key } = member(pattern, scope, machine)
      return setMember(object, key, value)
    }
    case "AssignmentPattern":
      return bind(pattern.left, value === undefined ? evaluate(pattern.right, scope, machine) : value, scope, machine, declare)
    case "ArrayPattern":
      for (const [index, element] of pattern.elements.entries()) {
        if (element?.type === "RestElement") bind(element.argument, Array.isArray(value) ? value.slice(index) : [], scope, machine, declare)
        else if (element !== null) bind(element, Array.isArray(value) ? value[index] : undefined, scope, machine, declare)
      }
      return
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") refuse("rest in an object pattern")
        else if (property.key.type === "Identifier") bind(property.value, getMember(value, property.key.name), scope, machine, declare)
      }
      return
    case "RestElement":
      return bind(pattern.argument, value, scope, machine, declare)
  }
}

/** A sandboxed function is a native one around the interpreter, so that APIs and array methods can call it. */
export const closure = (node: FunctionNode | Extract<Expression, { type: "FunctionExpression" | "ArrowFunctionExpression" }>, scope: Scope, machine: Machine): ((...args: unknown[]) => unknown) => {
  if (node.async === true || node.generator === true) return refuse("async and generator functions")
  return (...args) =>
    machine.enter(() => {
      machine.step()
      const own = new Scope(scope, true)
      own.declare("arguments", args)
      for (const [index, param] of node.params.entries()) {
        const value = param.type === "RestElement" ? args.slice(index) : args[index]
        bind(param, value, own, machine, (name, bound) => own.declare(name, bound))
      }
      return node.body.type === "BlockStatement" ? machine.body(node.body.body, own) : evaluate(node.body, own, machine)
    })
}
