import type { ContainerExport } from "@tagwright/formats"
import { isDeepStrictEqual } from "node:util"
import type { Json } from "../export/json-tree.ts"
import { compareContainers, type Difference } from "./compare.ts"

/** Where two containers stand towards a common base, e.g. the last approved one. */
export interface ThreeWayDifference {
  entity: Difference["entity"]
  path?: string
  /** `left` / `right`: changed only there. `both`: changed alike. `conflict`: changed in different ways. */
  side: "left" | "right" | "both" | "conflict"
  base?: Json
  left?: Json
  right?: Json
}

/** Compares two containers (left, right) with the one they come from. */
export const compareThree = ({ base, left, right }: Record<"base" | "left" | "right", ContainerExport>): ThreeWayDifference[] => {
  const [fromLeft, fromRight] = [byPlace(compareContainers(base, left)), byPlace(compareContainers(base, right))]
  const places = [...fromLeft.keys(), ...[...fromRight.keys()].filter((place) => !fromLeft.has(place))]
  return places.map((place) => merge(fromLeft.get(place), fromRight.get(place)))
}

const byPlace = (differences: Difference[]): Map<string, Difference> =>
  new Map(differences.map((difference) => [JSON.stringify([difference.entity.kind, difference.entity.name, difference.path ?? ""]), difference]))

const merge = (left: Difference | undefined, right: Difference | undefined): ThreeWayDifference => {
  const some = left ?? right
  if (some === undefined) throw new TypeError("unreachable: a place comes from one of the two sides")
  const side = left === undefined ? "right" : right === undefined ? "left" : isDeepStrictEqual(left.after, right.after) ? "both" : "conflict"
  const values = { base: some.before, left: left === undefined ? some.before : left.after, right: right === undefined ? some.before : right.after }
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  return { entity: some.entity, ...(some.path === undefined ? {} : { path: some.path }), side, ...given }
}
