import type { Decision, GateId } from "@tagwright/formats"
import { execFile, spawn } from "node:child_process"
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { Io } from "../src/command.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const left = new Set(["_site", ".tagwright", "node_modules"])

/**
 * A copy of the example that a test may break. `observed`: without the gates of operations, which ask for drills and courses;
 * a fault planted in plan or site then turns its own gate red and no other. `all`: with them, after `rehearse`.
 */
export const copyOfStudio = async (gates: "observed" | "all" = "observed"): Promise<{ folder: string; edit: (file: string, change: (text: string) => string) => Promise<void>; remove: () => Promise<void> }> => {
  // As deep in the repository as the example itself, so that node_modules and tsconfig are found the same way.
  await mkdir(join(root, ".copies"), { recursive: true })
  const folder = await mkdtemp(join(root, ".copies", "studio-"))
  const from = join(root, "examples", "studio")
  await cp(from, folder, { recursive: true, filter: (path) => !left.has(path.slice(from.length + 1).split("/")[0] ?? "") })
  if (gates === "observed") {
    const plan = join(folder, "tagwright.plan.ts")
    await writeFile(plan, (await readFile(plan, "utf8")).replaceAll(/, "O[1-4]"/g, ""))
  }
  return {
    folder,
    edit: async (file, change) => {
      const before = await readFile(join(folder, file), "utf8")
      const after = change(before)
      if (after === before) throw new Error(`the fault was not planted: nothing changed in ${file}`)
      await writeFile(join(folder, file), after)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export const quietIo = (cwd: string): Io & { said: { out: string; err: string } } => {
  const said = { out: "", err: "" }
  return {
    said,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => "",
    cwd,
    env: process.env,
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  }
}

export const launcher = join(root, "packages", "tagwright", "bin", "tagwright.js")

/** Runs the program as a person would; answers its exit code and what it printed. */
export const tagwright = async (cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> => {
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] })
  const said = { out: "", err: "" }
  child.stdout.on("data", (chunk) => (said.out += String(chunk)))
  child.stderr.on("data", (chunk) => (said.err += String(chunk)))
  const code = await new Promise<number>((settle) => child.on("close", (status) => settle(status ?? 2)))
  return { code, ...said }
}

type Gates = Decision["gates"]

/** What `npm start` does before the main job: test keys, and courses taken. */
export const rehearse = async (folder: string): Promise<void> => void (await promisify(execFile)(process.execPath, [join(folder, "people/rehearse.ts")]))

/** The whole job on a folder: the gates of its decision. */
export const runStudio = async (folder: string, container?: string): Promise<{ code: number; gates: Gates; err: string }> => {
  const { code, out, err } = await tagwright(folder, ["run", "--once", "--json", ...(container === undefined ? [] : ["--container", container])])
  const said: { gates?: Gates } = out === "" ? {} : JSON.parse(out)
  if (said.gates === undefined) throw new Error(`no decision: ${out.slice(0, 2000)} ${err.slice(-2000)}`)
  return { code, gates: said.gates, err }
}

/** The gates that are not green, with what they found: for a failing test to say why. */
export const complaints = (gates: Gates): string => gates.flatMap(({ id, verdict, findings }) => (verdict === "fail" || verdict === "error" ? findings.map(({ code, message }) => `${id} ${code}: ${message}`) : [])).join("\n")

/** The gates that are not green, with the codes of their findings. */
export const redGates = (gates: Gates): Partial<Record<GateId, string[]>> =>
  Object.fromEntries(
    gates.filter(({ verdict }) => verdict === "fail" || verdict === "error").map(({ id, findings }) => [id, [...new Set(findings.map(({ code }) => code))].sort()]),
  )

/** O1 to O4 judge what people did in the past year; a fresh copy of the example has no past, and a fault of its code is none of theirs. */
export const redBySite = (gates: Gates): Partial<Record<GateId, string[]>> => redGates(gates.filter(({ id }) => !/^O[1-4]$/.test(id)))
