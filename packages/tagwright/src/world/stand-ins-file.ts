import { Fault } from "@tagwright/formats"
import type { StandInsOptions } from "@tagwright/stand-ins"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"

const schema = z.strictObject({
  stripe: z
    .strictObject({
      links: z.record(z.string(), z.strictObject({ name: z.string(), amount: z.number().int().positive(), currency: z.string().length(3), itemId: z.string(), redirect: z.string() })),
    })
    .default({ links: {} }),
  mailerlite: z.strictObject({ groups: z.array(z.string()).default([]), fields: z.array(z.string()).default([]) }).prefault({}),
  hubspot: z.strictObject({ properties: z.array(z.string()).default([]) }).prefault({}),
})

/** What exists at the vendors (payment links, groups, properties), for the stand-ins: `stand-ins.json` beside the plan. */
export const readStandInsFile = async (folder: string): Promise<Pick<StandInsOptions, "links" | "mailerlite" | "hubspot">> => {
  const file = join(folder, "stand-ins.json")
  if (!existsSync(file)) return { links: {} }
  const result = schema.safeParse(await parse(file))
  if (!result.success) {
    const [issue] = result.error.issues
    throw new Fault("caller", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`, "See docs/stand-ins.md for what stand-ins.json may hold", { at: { file } })
  }
  const { stripe, mailerlite, hubspot } = result.data
  return { links: stripe.links, mailerlite, hubspot }
}

const parse = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, "utf8"))
  } catch (cause) {
    throw new Fault("caller", "not valid JSON", "Mend the file", { at: { file }, cause })
  }
}
