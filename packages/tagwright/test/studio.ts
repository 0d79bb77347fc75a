import type { Decision, GateId } from "@tagwright/formats"
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Io } from "../src/command.ts"
import { runPipeline } from "../src/pipeline/run-pipeline.ts"
import { readContainerFile } from "../src/read-container-file.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const left = new Set(["_site", ".tagwright", "node_modules"])

/** A copy of the example that a test may break. */
export const copyOfStudio = async (): Promise<{ folder: string; edit: (file: string, change: (text: string) => string) => Promise<void>; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-studio-"))
  const from = join(root, "examples", "studio")
  await cp(from, folder, { recursive: true, filter: (path) => !left.has(path.slice(from.length + 1).split("/")[0] ?? "") })
  await symlink(join(root, "node_modules"), join(folder, "node_modules"))
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

/** The whole job on a folder. */
export const runStudio = async (folder: string, container?: string): Promise<Decision> => {
  const io = quietIo(folder)
  const result = await runPipeline({
    planFile: join(folder, "tagwright.plan.ts"),
    environment: undefined,
    container: container === undefined ? undefined : await readContainerFile(container, folder),
    fresh: false,
    io,
  })
  if (result.decision === undefined) throw new Error(`no decision: ${JSON.stringify(result.findings)} ${io.said.err}`)
  return result.decision
}

/** The required gates that are not green, with the codes of their findings. */
export const redGates = ({ gates, required }: Decision): Partial<Record<GateId, string[]>> =>
  Object.fromEntries(
    gates.filter(({ id, verdict }) => required.includes(id) && verdict !== "pass" && verdict !== "not applicable").map(({ id, findings }) => [id, [...new Set(findings.map(({ code }) => code))].sort()]),
  )
