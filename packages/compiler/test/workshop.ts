import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach } from "vitest"
import shop from "./fixtures/shop.plan.ts"

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** A folder of its own with these files. */
export const folderWith = async (files: Record<string, string>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-plan-"))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

type Path = readonly (string | number)[]

/** The sound plan with one value replaced (or removed, when undefined), as JSON text. */
export const shopWith = (path: Path, value: unknown): string => JSON.stringify(replaced(shop, path, value), null, 2)

const replaced = (node: unknown, [head, ...rest]: Path, value: unknown): unknown => {
  if (head === undefined) return value
  if (Array.isArray(node)) return node.map((item, index) => (index === head ? replaced(item, rest, value) : item))
  const entries = typeof node === "object" && node !== null ? Object.entries(node) : []
  const inner = entries.find(([key]) => key === head)?.[1]
  return Object.fromEntries([...entries.filter(([key]) => key !== head), [String(head), replaced(inner, rest, value)]].filter(([, one]) => one !== undefined))
}
