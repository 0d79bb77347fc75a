import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openVault } from "../../../src/privacy/vault.ts"
import { openWriter } from "../../../src/store/sqlite/open.ts"
import { bindOperations } from "../../../src/store/sqlite/operations/index.ts"
import { migrate } from "../../../src/store/sqlite/schema.ts"
import { databaseFile, vaultFile } from "../../../src/store/sqlite/store.ts"
import { diskAt, type Mode } from "./states.ts"
import type { Recording } from "./trace.ts"

export interface PowerCuts {
  states: number
  operations: number
  syncs: number
  promises: number
  /** What was promised and is not there, or what is there and damaged: state and what is wrong */
  broken: string[]
}

/** Opens what a disk may hold after the power went, and says what is wrong with it. */
const wrongWith = (files: ReadonlyMap<string, Buffer>, promised: Recording["operations"]): string[] => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-cut-"))
  for (const [file, data] of files) writeFileSync(join(folder, file), data)
  try {
    const db = openWriter(databaseFile(folder))
    const vault = openVault(vaultFile(folder))
    try {
      migrate(db)
      const verdict = String(db.prepare("PRAGMA integrity_check").get()?.["integrity_check"])
      if (verdict !== "ok") return [`integrity_check: ${verdict}`]
      const { exportPerson } = bindOperations(db, vault)
      return promised.flatMap((one) => {
        if (one.kind !== "promise") return []
        const { events, deliveries } = exportPerson(`lead-${one.id}`)
        if (events.length !== 1 || deliveries.length !== 1) return [`${one.what} ${one.id}: ${events.length} events, ${deliveries.length} deliveries`]
        if (events[0]?.personal["email"] !== `${one.id}@buyer.example`) return [`${one.what} ${one.id}: its personal value cannot be read`]
        return one.what === "SETTLED" && deliveries[0]?.state !== "delivered" ? [`SETTLED ${one.id} is ${deliveries[0]?.state}`] : []
      })
    } finally {
      vault.close()
      db.close()
    }
  } catch (error) {
    return [`cannot be opened: ${String(error)}`]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const modes: readonly Mode[] = ["synced", "some", "all"]

/** Cuts the power at up to `most` moments of a recording, in every mode: what was promised by then must be there. */
export const cutPower = (recording: Recording, most: number, random: () => number): PowerCuts => {
  const { operations } = recording
  // A promise is worth most just after it was given: there, and anywhere between.
  const step = Math.max(1, operations.length / Math.ceil(most / modes.length))
  const moments = Array.from({ length: Math.floor(operations.length / step) }, (_, index) => nextPromise(operations, Math.floor((index + random()) * step), random() < 0.7))
  const broken = moments.flatMap((at) =>
    modes.flatMap((mode) => wrongWith(diskAt(recording, at, mode, random), operations.slice(0, at)).map((wrong) => `before operation ${at}, ${mode}: ${wrong}`)),
  )
  const count = (kind: string): number => operations.filter((one) => one.kind === kind).length
  return { states: moments.length * modes.length, operations: operations.length, syncs: count("sync"), promises: count("promise"), broken }
}

const nextPromise = (operations: Recording["operations"], from: number, wanted: boolean): number => {
  const found = wanted ? operations.findIndex((one, index) => index >= from && one.kind === "promise") : -1
  return found < 0 ? from : found + 1
}
