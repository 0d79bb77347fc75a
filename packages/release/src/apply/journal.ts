import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { dirname, join } from "node:path"
import { z } from "zod"
import { ReleaseError } from "../errors.ts"

const stepState = z.enum(["waiting", "started", "done", "undone"])
const journalSchema = z.strictObject({
  version: z.literal(1),
  kind: z.enum(["deploy", "rollback"]),
  release: z.string(),
  digest: z.string(),
  environment: z.string(),
  /** What was live before; nothing at the first deployment */
  previous: z.string().nullable(),
  /** `undo` once it was decided to go back: it is never changed back to `apply` */
  direction: z.enum(["apply", "undo"]),
  /** Why it went back */
  reason: z.string().nullable(),
  startedAt: z.number(),
  steps: z.array(z.strictObject({ id: z.string(), state: stepState, detail: z.string() })),
})
/** What an interrupted deployment must remember. It is on disk before a step begins and after it ended. */
export type Journal = z.infer<typeof journalSchema>

const fileOf = (folder: string): string => join(folder, "deploy.journal.json")

/** Writes a whole file, durable, or leaves the old one. */
export const writeDurably = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(`${path}.new`, "w")
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
  const folder = openSync(dirname(path), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export const saveJournal = (folder: string, journal: Journal): void => writeDurably(fileOf(folder), `${JSON.stringify(journal, null, 2)}\n`)
export const closeJournal = (folder: string): void => rmSync(fileOf(folder), { force: true })

/** The deployment that did not end; undefined when there is none. */
export const openJournal = (folder: string): Journal | undefined => {
  const path = fileOf(folder)
  if (!existsSync(path)) return undefined
  const result = journalSchema.safeParse(parse(readFileSync(path, "utf8")))
  if (!result.success) throw new ReleaseError("journal-malformed", `${path} cannot be read`)
  return result.data
}
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
