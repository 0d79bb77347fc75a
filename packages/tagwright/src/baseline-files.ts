import { isProfile, type Acceptance, type Profile } from "@tagwright/evidence"
import { Fault } from "@tagwright/formats"
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"

/** Beside the plan, in the repository: baselines are reviewed like the plan. */
const FOLDER = "baselines"
const shape = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

const pathOf = (folder: string, name: string, ending: string): string => {
  if (!shape.test(name)) throw new Fault("caller", `"${name}" cannot be a baseline's name`, "Use letters, digits, dots and dashes, e.g. release-1.4")
  return join(folder, FOLDER, `${name}${ending}`)
}

const write = async (path: string, value: unknown): Promise<string> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`)
  await rename(`${path}.new`, path)
  return path
}

const parse = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault("caller", `${path} is not JSON`, "Restore it from the repository, or save the baseline again")
  }
}

export const saveBaseline = async (folder: string, name: string, profile: Profile): Promise<string> => {
  const path = await write(pathOf(folder, name, ".json"), profile)
  await write(pathOf(folder, name, ".accepted.json"), [])
  return path
}

/** Throws a Fault that lists what there is when there is no baseline of that name. */
export const readBaseline = async (folder: string, name: string): Promise<Profile> => {
  const path = pathOf(folder, name, ".json")
  const text = await readFile(path, "utf8").catch(() => undefined)
  if (text === undefined) {
    const there = (await readdir(join(folder, FOLDER)).catch(() => [])).filter((file) => file.endsWith(".json") && !file.endsWith(".accepted.json")).map((file) => file.slice(0, -".json".length))
    throw new Fault("caller", `there is no baseline ${name}`, there.length === 0 ? `Save one first: tagwright qa baseline save ${name}` : `There are: ${there.join(", ")}`)
  }
  const value = parse(text, path)
  if (!isProfile(value)) throw new Fault("caller", `${path} is no baseline`, `Save it again: tagwright qa baseline save ${name}`)
  return value
}

const isAcceptance = (value: unknown): value is Acceptance =>
  typeof value === "object" && value !== null && ["name", "reason", "by", "on"].every((key) => typeof Reflect.get(value, key) === "string")

export const readAccepted = async (folder: string, name: string): Promise<Acceptance[]> => {
  const path = pathOf(folder, name, ".accepted.json")
  const text = await readFile(path, "utf8").catch(() => undefined)
  const value = text === undefined ? [] : parse(text, path)
  if (!Array.isArray(value) || !value.every(isAcceptance)) throw new Fault("caller", `${path} is no list of accepted changes`, "Each has name, reason, by and on")
  return value
}

export const writeAccepted = (folder: string, name: string, accepted: readonly Acceptance[]): Promise<string> => write(pathOf(folder, name, ".accepted.json"), accepted)
