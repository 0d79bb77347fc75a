import type { ThreeWayDifference } from "../three-way.ts"
import { show } from "./rows.ts"

const words: Record<ThreeWayDifference["side"], (left: string, right: string) => string> = {
  left: (left) => `only in ${left}`,
  right: (_, right) => `only in ${right}`,
  both: () => "alike in both",
  conflict: () => "differently in both",
}

/** For the terminal: what changed where since the base. */
export const threeWayText = (differences: readonly ThreeWayDifference[], names: Record<"base" | "left" | "right", string>): string => {
  if (differences.length === 0) return "No difference in what the three containers do.\n"
  const lines = differences.flatMap((difference) => {
    const { entity, path, side } = difference
    const heading = `${entity.kind} ${entity.name}${path === undefined ? "" : `: ${path}`} — changed ${words[side](names.left, names.right)}`
    if (path === undefined) return [heading, ...(["base", "left", "right"] as const).map((place) => `    ${names[place]}: ${difference[place] === undefined ? "not there" : "there"}`)]
    return [heading, ...(["base", "left", "right"] as const).map((place) => `    ${names[place]}: ${show(difference[place])}`)]
  })
  return [...lines, `${differences.length} place${differences.length === 1 ? "" : "s"}, ${differences.filter(({ side }) => side === "conflict").length} in conflict`, ""].join("\n")
}
