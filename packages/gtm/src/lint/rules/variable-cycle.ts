import { container, template, variable } from "../build.ts"
import { quote } from "../look.ts"
import type { Entity } from "../entity.ts"
import type { Rule } from "../rule.ts"

const constant = (id: number, name: string, value: string) => variable(id, name, "jsm", [template("javascript", `function() { return ${value}; }`)])

export const rule: Rule = {
  severity: "error",
  title: "Variables refer to each other in a circle",
  why: "None of them can ever get a value; the compiler refuses the container (macroCycle).",
  fix: "Take one of the references out of the circle.",
  bad: () => container("WEB", { variable: [constant(1, "a", "{{b}}"), constant(2, "b", "{{a}}")] }),
  good: () => container("WEB", { variable: [constant(1, "a", "{{b}}"), constant(2, "b", "1")] }),
  *check({ variableUses, variables }) {
    const needs = new Map<Entity, { target: Entity; path: readonly (string | number)[] }[]>()
    for (const { from, name, path } of variableUses) {
      const target = variables.get(name)
      if (from.kind === "variable" && target?.kind === "variable") needs.set(from, [...(needs.get(from) ?? []), { target, path }])
    }
    const done = new Set<Entity>()
    for (const start of needs.keys()) {
      const circle = findCircle(start, needs, done)
      if (circle) yield { path: circle.path, message: `variables refer to each other in a circle: ${circle.names.map(quote).join(" → ")}` }
    }
  },
}

type Needs = ReadonlyMap<Entity, { target: Entity; path: readonly (string | number)[] }[]>
/** Depth first without recursion: a chain of variables may be thousands long. */
const findCircle = (start: Entity, needs: Needs, done: Set<Entity>): { names: string[]; path: readonly (string | number)[] } | undefined => {
  if (done.has(start)) return undefined
  const trail: { entity: Entity; next: number }[] = [{ entity: start, next: 0 }]
  for (let top = trail.at(-1); top; top = trail.at(-1)) {
    const edge = needs.get(top.entity)?.[top.next++]
    if (edge === undefined) {
      done.add(top.entity)
      trail.pop()
      continue
    }
    const from = trail.findIndex(({ entity }) => entity === edge.target)
    if (from >= 0) {
      for (const { entity } of trail) done.add(entity)
      return { names: [...trail.slice(from).map(({ entity }) => entity.name), edge.target.name], path: edge.path }
    }
    if (!done.has(edge.target)) trail.push({ entity: edge.target, next: 0 })
  }
  return undefined
}
