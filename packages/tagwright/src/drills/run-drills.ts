import type { Bundle, DrillName, DrillRecord, ResolvedPlan } from "@tagwright/formats"
import type { Io, Main } from "../command.ts"
import { addToLedger } from "../operations/project-ledger.ts"
import { drillTable } from "./index.ts"
import { runDrill, type RunDrillInput } from "./run-drill.ts"
import { startDrillWorld } from "./world.ts"

export interface RunDrillsInput extends Pick<RunDrillInput, "byHand"> {
  /** Told what happens, line by line, and how much of all drills is done (0 to 1) */
  say(line: string, share: number): void
  names: readonly DrillName[]
  plan: ResolvedPlan
  bundle: Bundle
  /** Folder of the plan: the records are kept there */
  folder: string
  io: Io
  /** Runs the commands of the runbook */
  main: Main
}

/** One drill after the other, each on a copy of its own; every record is on disk before the next one begins. */
export const runDrills = async ({ names, plan, bundle, folder, io, main, say, byHand }: RunDrillsInput): Promise<DrillRecord[]> => {
  const records: DrillRecord[] = []
  for (const [index, name] of names.entries()) {
    const world = await startDrillWorld(plan, bundle, io, main)
    try {
      const record = await runDrill({ name, drill: drillTable[name], world, say: (line) => say(line, index / names.length), byHand, signal: io.signal })
      addToLedger(folder, [record])
      records.push(record)
    } finally {
      await world.close()
    }
  }
  return records
}
