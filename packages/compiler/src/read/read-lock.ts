import { Fault, type PlanLock } from "@tagwright/formats"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { z } from "zod"

const lockSchema = z.strictObject({
  version: z.literal(1),
  events: z.record(z.string(), z.strictObject({ since: z.string(), required: z.array(z.string()) })),
})

export const lockFileOf = (planFile: string): string => join(dirname(planFile), "tagwright.lock.json")

/** What was approved, from `tagwright.lock.json` beside the plan. Undefined when there is none. */
export const readLock = async (planFile: string): Promise<PlanLock | undefined> => {
  const file = lockFileOf(planFile)
  if (!existsSync(file)) return undefined
  const result = lockSchema.safeParse(parseJson(await readFile(file, "utf8"), file))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Fault("plan", `not a lock file: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, "Restore it from version control; tagwright freeze writes it", { at: { file } })
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault("plan", "not valid JSON", "Restore the file from version control; tagwright freeze writes it", { at: { file }, cause })
  }
}
