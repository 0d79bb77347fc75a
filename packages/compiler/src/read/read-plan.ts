import { Fault } from "@tagwright/formats"
import { readFile } from "node:fs/promises"
import { extname } from "node:path"
import type { PlanSource } from "./source.ts"

/** Reads a plan in any of its three spellings. Throws a Fault with the place when it cannot be read at all. */
export const readPlan = async (file: string): Promise<PlanSource> => {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Fault("caller", `cannot read ${file}`, "Check that the file exists and may be read", { cause })
  })
  const extension = extname(file)
  if (extension === ".yaml" || extension === ".yml" || extension === ".json") return (await import("./read-yaml.ts")).readYaml(file, text)
  if (extension === ".ts" || extension === ".js" || extension === ".mjs") return (await import("./read-typescript.ts")).readTypeScript(file, text)
  throw new Fault("caller", `a plan is .ts, .yaml or .json, not ${extension || "without ending"}`, "Rename the file, or name another with --config")
}
