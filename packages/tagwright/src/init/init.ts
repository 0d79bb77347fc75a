import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { detect, type Detected } from "./detect.ts"
import { byHand, freshConfig, withPlugin } from "./edit-config.ts"
import { starterPlan } from "./starter-plan.ts"

export interface Change {
  file: string
  before: string
  after: string
}

export interface Setup {
  detected: Detected
  /** What would be written; nothing that is already as it should be */
  changes: Change[]
  /** What only a person can do */
  byHand: string[]
  /** Packages to install */
  packages: string[]
}

const spellings = ["ts", "yaml", "yml", "json"].map((spelling) => `tagwright.plan.${spelling}`)

/** What setting up this folder means. Reads only; a second time it finds nothing left to do. */
export const setupOf = (folder: string): Setup => {
  const detected = detect(folder)
  const read = (file: string): string => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "")
  const plan: Change[] = spellings.some((file) => existsSync(join(folder, file))) ? [] : [{ file: "tagwright.plan.ts", before: "", after: starterPlan(detected) }]
  const { generator, config } = detected
  if (generator === undefined)
    return { detected, changes: plan, byHand: [`put <script src="/tagwright/kit.js"></script> first in <head>, and serve the bundle's kit/tagwright.classic.js there (tagwright build)`], packages: ["tagwright"] }
  const { file, text } = freshConfig[generator]
  const before = config === undefined ? "" : read(config)
  const after = config === undefined ? text : withPlugin(generator, before)
  return {
    detected,
    changes: [...plan, ...(after === undefined || after === before ? [] : [{ file: config ?? file, before, after }])],
    byHand: after === undefined ? [`add to ${config}:   ${byHand[generator]}`] : [],
    packages: ["tagwright", `@tagwright/${generator}`],
  }
}
