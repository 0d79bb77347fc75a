import { join } from "node:path"
import { existsSync, readdirSync } from "node:fs"
import { writeDurably, type Journal } from "./journal.ts"
import type { StepsEnd } from "./run-steps.ts"

/** `receipts/<time>-<release>.json`: what was done to an environment, and what came of it. */
export interface Receipt {
  version: 1
  kind: Journal["kind"]
  release: string
  /** Digest of the release; with it everything inside, decision and signatures included */
  digest: string
  decisionDigest: string
  environment: string
  outcome: "deployed" | "rolled-back" | "undone"
  reason: string | null
  /** Milliseconds since 1970 */
  startedAt: number
  endedAt: number
  previous: string | null
  live: string | null
  signatures: { role: string; person: string; signedOn: string }[]
  steps: { id: string; state: string; detail: string }[]
}

const folderOf = (folder: string): string => join(folder, "receipts")

/** When something was last done here: a clock that says earlier is wrong. */
export const lastReceiptAt = (folder: string): number => {
  const names = existsSync(folderOf(folder)) ? readdirSync(folderOf(folder)) : []
  return Math.max(0, ...names.map((name) => Number(name.split("-")[0])).filter(Number.isSafeInteger))
}

export const writeReceipt = (folder: string, receipt: Receipt): string => {
  const path = join(folderOf(folder), `${receipt.endedAt}-${receipt.release}.json`)
  writeDurably(path, `${JSON.stringify(receipt, null, 2)}\n`)
  return path
}

export const outcomeOf = ({ outcome }: StepsEnd, kind: Journal["kind"]): Receipt["outcome"] => (outcome === "undone" ? "undone" : kind === "rollback" ? "rolled-back" : "deployed")
