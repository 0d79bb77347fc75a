import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)
const here = join(import.meta.dirname, "../typescripts")

/** TypeScript compilers that the kit's types are tested with: each in a folder of its own with its own lock file, fetched when it is missing. */
const folders = { "5.4": "oldest", "5.6": "between", "5.9": "between", "6.0": "between" } as const
export const versions = ["5.4", "5.6", "5.9", "6.0", "7"] as const
export type Version = (typeof versions)[number]

/** Oldest and newest are part of every run; those between run with TAGWRIGHT_TYPESCRIPTS=all: `npm run typescripts -w packages/datalayer`. */
export const always = (version: Version): boolean => version === "5.4" || version === "7"

/** The folder of a compiler's package. */
export const compiler = async (version: Version): Promise<string> => {
  if (version === "7") return join(here, "../../../../node_modules/typescript")
  const prefix = join(here, folders[version])
  const found = join(prefix, "node_modules", `typescript-${version}`)
  if (!existsSync(join(found, "package.json"))) await run("npm", ["ci", "--prefix", prefix, "--no-audit", "--no-fund"])
  return found
}
