import { digestOf, sha256, type EvidenceRecord, type ResolvedPlan } from "@tagwright/formats"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import type { WatchMemory, WatchState } from "./affected.ts"

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))

/** Looks at the built site and at the plan. */
export const takeState = async (site: string, plan: ResolvedPlan): Promise<WatchState> => {
  const { journeys, ...rest } = plan
  const state: WatchState = { version: 1, files: {}, pages: {}, plan: digestOf(rest), journeys: Object.fromEntries(Object.entries(journeys).map(([name, one]) => [name, digestOf(one)])) }
  for (const file of await filesBelow(site)) {
    const bytes = await readFile(join(site, file))
    state.files[file] = sha256(bytes)
    if (/\.html?$/.test(file)) state.pages[file] = bytes.toString("utf8")
  }
  return state
}

/** Which pages each journey came by. */
const walkedIn = (records: readonly EvidenceRecord[]): Record<string, string[]> =>
  Object.fromEntries(
    [...Map.groupBy(records.filter((record) => record.kind === "step"), ({ journey }) => journey)].map(([journey, steps]) => [journey, [...new Set(steps.map(({ url }) => url.split("?", 1)[0] ?? "").filter((path) => path !== ""))].toSorted()]),
  )

const isMemory = (value: unknown): value is WatchMemory =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && ["files", "journeys", "walked"].every((key) => typeof Reflect.get(value, key) === "object")

/** Undefined where nothing was watched yet, or by another version. */
export const readMemory = async (file: string): Promise<WatchMemory | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"))
    return isMemory(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps what was seen; journeys that were not walked this time keep the pages they are known to come by. */
export const keepMemory = async (file: string, { pages: _pages, ...state }: WatchState, before: WatchMemory | undefined, records: readonly EvidenceRecord[]): Promise<void> => {
  const known = Object.entries({ ...before?.walked, ...walkedIn(records) }).filter(([name]) => Object.hasOwn(state.journeys, name))
  await writeFile(file, `${JSON.stringify({ ...state, walked: Object.fromEntries(known) } satisfies WatchMemory, null, 2)}\n`)
}
