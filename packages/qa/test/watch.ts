import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openEvidence } from "@tagwright/evidence"
import type { EvidenceRecord, RecordKind, RecordOf } from "@tagwright/formats"
import { runQa, type QaOptions } from "../src/index.ts"
import { tinyBundle, tinyPlan, tinyRuntime } from "./tiny-plan.ts"
import { tinySite, type Planted } from "./tiny-site.ts"

export interface Watched {
  records: readonly EvidenceRecord[]
  /** Of `records.ndjson`, as they are on disk */
  lines: readonly string[]
  /** Text of every HTTP archive, by its path */
  files: ReadonlyMap<string, string>
  of<K extends RecordKind>(kind: K): RecordOf<K>[]
}

/** A run over the tiny site with a planted fault; leaves nothing on disk. */
export const watch = async (planted: Planted = {}, options: Partial<QaOptions> = {}): Promise<Watched> => {
  const out = mkdtempSync(join(tmpdir(), "qa-evidence-"))
  const site = tinySite(planted)
  try {
    await runQa({ plan: tinyPlan(), bundle: tinyBundle(), site, environment: "staging", runtime: tinyRuntime(planted), out, only: "journeys", ...options })
    const { records, seal, attachment } = openEvidence(out)
    const files = new Map(Object.keys(seal.files).filter((path) => path.endsWith(".har")).map((path) => [path, Buffer.from(attachment(path)).toString("utf8")]))
    const lines = readFileSync(join(out, "records.ndjson"), "utf8").split("\n")
    return { records, lines, files, of: (kind) => records.filter((record): record is RecordOf<typeof kind> => record.kind === kind) }
  } finally {
    site.remove()
    rmSync(out, { recursive: true, force: true })
  }
}
