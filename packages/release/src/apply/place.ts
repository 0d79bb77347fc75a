import { cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { changedInRelease, readRelease } from "../pack/folder.ts"
import { writeDurably } from "./journal.ts"

/**
 * Where an environment's releases stand:
 * `releases/v1.2.0/` whole copies · `current` → `releases/v1.2.0/bundle` · `state.json` what is live · `receipts/`.
 * Server and site read below `current`; renaming a link over it switches both in one instant.
 */
const stateSchema = z.strictObject({
  version: z.literal(1),
  live: z.string().nullable(),
  /** Releases that were live, oldest first, with the versions of their containers at Tag Manager */
  history: z.array(z.strictObject({ release: z.string(), digest: z.string(), at: z.number(), containers: z.record(z.string(), z.string()) })),
})
export type PlaceState = z.infer<typeof stateSchema>

export const currentLink = (folder: string): string => join(folder, "current")
export const releaseCopy = (folder: string, name: string): string => join(folder, "releases", name)
const stateFile = (folder: string): string => join(folder, "state.json")

/** What is live here. An unreadable file counts as nothing known only when there is no `current`. */
export const readState = (folder: string): PlaceState => {
  const path = stateFile(folder)
  if (!existsSync(path)) return { version: 1, live: null, history: [] }
  return stateSchema.parse(JSON.parse(readFileSync(path, "utf8")))
}
export const writeState = (folder: string, state: PlaceState): void => writeDurably(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`)

/** Copies a release into the place; a copy that is whole already stays. Half of one from an earlier try is made anew. */
export const keepCopy = (folder: string, from: string, name: string): void => {
  const to = releaseCopy(folder, name)
  if (existsSync(to) && changedInRelease(to, readRelease(to)).length === 0) return
  const partial = `${to}.partial`
  rmSync(partial, { recursive: true, force: true })
  rmSync(to, { recursive: true, force: true })
  mkdirSync(join(folder, "releases"), { recursive: true })
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
  renameSync(partial, to)
}

/** Name of the release that `current` leads to. */
export const linked = (folder: string): string | undefined => {
  try {
    return readlinkSync(currentLink(folder)).split("/").at(-2)
  } catch {
    return undefined
  }
}

/** Switches `current` to a release, or takes it away (undefined), in one instant. */
export const switchTo = (folder: string, name: string | undefined): void => {
  const link = currentLink(folder)
  if (name === undefined) return rmSync(link, { force: true })
  const fresh = `${link}.new`
  rmSync(fresh, { force: true })
  symlinkSync(join("releases", name, "bundle"), fresh)
  renameSync(fresh, link)
}
