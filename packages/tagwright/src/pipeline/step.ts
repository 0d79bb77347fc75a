import { digestOf } from "@tagwright/formats"
import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { Progress } from "./progress.ts"
import { stages, type StageId, type StageResult } from "./stages.ts"

export interface StepInput {
  /** Everything the result depends on; equal digests mean nothing changed. */
  inputs: unknown
  /** Files that must still be there for the old result to stand */
  outputs: readonly string[]
  run: (note: (text: string, share?: number) => void) => Promise<StageResult>
}

/**
 * Runs stages and remembers them: a stage whose inputs have the digest of last time, and whose outputs are still
 * there, is skipped. Only a stage that ended well is remembered.
 */
export const stepRunner = async (memoryFile: string, progress: Progress) => {
  const memory = await readMemory(memoryFile)
  const unchanged = (id: StageId, input: Pick<StepInput, "inputs" | "outputs">) => memory[id]?.key === digestOf(input.inputs) && input.outputs.every((file) => existsSync(file))

  const step = async (id: StageId, input: StepInput): Promise<StageResult & { skipped: boolean }> => {
    const last = memory[id]
    if (last !== undefined && unchanged(id, input)) {
      progress.end(id, "unchanged", last.summary)
      return { ok: true, summary: last.summary, skipped: true }
    }
    progress.start(id)
    try {
      const result = await input.run((text, share) => progress.note(id, text, share))
      progress.end(id, result.ok ? "done" : "failed", result.summary)
      if (result.ok) memory[id] = { key: digestOf(input.inputs), summary: result.summary }
      else delete memory[id]
      await writeMemory(memoryFile, memory)
      return { ...result, skipped: false }
    } catch (error) {
      progress.end(id, "failed", error instanceof Error ? error.message : String(error))
      throw error
    }
  }
  return { step, unchanged }
}

type Memory = Partial<Record<StageId, { key: string; summary: string }>>

const readMemory = async (file: string): Promise<Memory> => {
  if (!existsSync(file)) return {}
  try {
    const parsed: unknown = JSON.parse(await readFile(file, "utf8"))
    const entries = typeof parsed === "object" && parsed !== null ? Object.entries(parsed) : []
    return Object.fromEntries(entries.filter(([id, value]) => id in stages && typeof value?.key === "string" && typeof value?.summary === "string"))
  } catch {
    // A memory that cannot be read only costs time: everything runs again.
    return {}
  }
}

const writeMemory = async (file: string, memory: Memory): Promise<void> => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(memory, null, 2)}\n`)
}
