import { Fault } from "@tagwright/formats"
import { existsSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

const spellings = ["ts", "yaml", "yml", "json"] as const

/** The plan's file: the one named, or `tagwright.plan.{ts,yaml,yml,json}` from `cwd` upwards. Throws a Fault when there is none. */
export const findPlan = (cwd: string, named?: string): string => {
  if (named !== undefined) {
    const file = resolve(cwd, named)
    if (!existsSync(file) || !statSync(file).isFile()) throw new Fault("caller", `no plan at ${named}`, "Check the path after --config")
    return file
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = spellings.map((spelling) => join(folder, `tagwright.plan.${spelling}`)).filter((file) => existsSync(file))
    if (found.length > 1) throw new Fault("plan", `more than one plan in ${folder}`, `Keep one of ${found.map((f) => f.slice(folder.length + 1)).join(", ")}, or name it with --config`)
    if (found[0] !== undefined) return found[0]
    if (dirname(folder) === folder) throw new Fault("caller", "no tagwright.plan.ts, .yaml or .json here or in any folder above", "Run tagwright init, or name the plan with --config FILE")
  }
}
