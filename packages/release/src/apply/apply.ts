import { mkdirSync } from "node:fs"
import { ReleaseError } from "../errors.ts"
import { judge } from "../judge.ts"
import { openRelease } from "../pack/pack.ts"
import { join } from "node:path"
import { openJournal, type Journal } from "./journal.ts"
import { linked, readState, releaseCopy } from "./place.ts"
import { lastReceiptAt, outcomeOf, writeReceipt, type Receipt } from "./receipt.ts"
import { runSteps } from "./run-steps.ts"
import { deploySteps, type StepsInput } from "./steps.ts"

export interface ApplyInput extends Omit<StepsInput, "from" | "release" | "digest" | "previous"> {
  onStep?: (title: string, direction: Journal["direction"]) => void
}
export interface DeployReleaseInput extends ApplyInput {
  /** Folder that `tagwright release` wrote */
  release: string
}

/** How far two clocks may differ before one of them must be wrong. */
const CLOCK_SKEW_MS = 5 * 60_000

/** Opens a release and looks at everything that may forbid it today: bytes, signatures and their age, the verdict as of today, the clock. */
const openForToday = (dir: string, folder: string, now: number) => {
  const last = lastReceiptAt(folder)
  if (now < last - CLOCK_SKEW_MS) throw new ReleaseError("clock-behind", `This machine's clock says ${new Date(now).toISOString()}, and something was done here at ${new Date(last).toISOString()}`)
  const opened = openRelease(dir, now)
  // Waivers and exceptions may have run out since it was judged.
  const today = judge({ evidenceDir: join(dir, "evidence"), bundleDir: join(dir, "bundle"), today: new Date(now).toISOString().slice(0, 10) })
  if (today.verdict !== "pass") {
    const reasons = today.gates.filter(({ id, verdict }) => today.required.includes(id) && verdict !== "pass" && verdict !== "not applicable")
    throw new ReleaseError("release-not-ready", `${opened.manifest.name} would not pass today: ${reasons.flatMap(({ id, findings }) => findings.map(({ message }) => `${id} ${message}`)).join("; ")}`)
  }
  return opened
}

const run = async (input: ApplyInput, kind: Journal["kind"], { manifest, check }: ReturnType<typeof openRelease>, from: string, interrupted: Journal | undefined, previous: string | undefined): Promise<Receipt> => {
  const { folder, environment, now, onStep } = input
  const steps = deploySteps({ ...input, from, release: manifest.name, digest: manifest.digest, previous })
  const fresh: Journal = {
    version: 1,
    kind,
    release: manifest.name,
    digest: manifest.digest,
    environment,
    previous: previous ?? null,
    direction: "apply",
    reason: null,
    startedAt: now(),
    steps: steps.map(({ id }) => ({ id, state: "waiting", detail: "" })),
  }
  mkdirSync(folder, { recursive: true })
  const journal = interrupted ?? fresh
  const end = await runSteps({ folder, journal, steps, ...(onStep === undefined ? {} : { onStep }) })
  const receipt: Receipt = {
    version: 1,
    kind,
    release: manifest.name,
    digest: manifest.digest,
    decisionDigest: manifest.decisionDigest,
    environment,
    outcome: outcomeOf(end, kind),
    reason: end.reason,
    startedAt: journal.startedAt,
    endedAt: now(),
    previous: journal.previous,
    live: readState(folder).live,
    signatures: check.signatures.map(({ role, person = "", signedOn = "" }) => ({ role, person, signedOn })),
    steps: end.steps,
  }
  writeReceipt(folder, receipt)
  return receipt
}

/** Throws unless nothing was interrupted here, or it was this very thing. */
const interruptedFor = (folder: string, kind: Journal["kind"], name: string, digest: string): Journal | undefined => {
  const journal = openJournal(folder)
  if (journal === undefined || (journal.kind === kind && journal.release === name && journal.digest === digest)) return journal
  throw new ReleaseError("deploy-interrupted", `The ${journal.kind} of ${journal.release} stopped half-way here`)
}

/** Applies a release to an environment. Interrupted, the same call goes on; a step that fails takes everything back. */
export const deployRelease = async (input: DeployReleaseInput): Promise<Receipt> => {
  const opened = openForToday(input.release, input.folder, input.now())
  const { name, digest } = opened.manifest
  const interrupted = interruptedFor(input.folder, "deploy", name, digest)
  const previous = interrupted === undefined ? (readState(input.folder).live ?? undefined) : (interrupted.previous ?? undefined)
  return run(input, "deploy", opened, input.release, interrupted, previous)
}

/** Ends an interrupted deployment by taking it back. */
export const undoInterrupted = async (input: ApplyInput): Promise<Receipt> => {
  const journal = openJournal(input.folder)
  if (journal === undefined) throw new ReleaseError("nothing-interrupted", `Nothing stopped half-way in ${input.folder}`)
  const from = releaseCopy(input.folder, journal.release)
  const opened = openRelease(from, input.now())
  return run(input, journal.kind, opened, from, { ...journal, direction: "undo", reason: journal.reason ?? "taken back by hand" }, journal.previous ?? undefined)
}

/** Brings back a release that was live here: its kit, its server plan, its containers; then proves it. */
export const rollBack = async (input: ApplyInput, to?: string): Promise<Receipt> => {
  const { history, live } = readState(input.folder)
  const journal = openJournal(input.folder)
  const target = journal?.kind === "rollback" ? history.findLast(({ release }) => release === journal.release) : history.findLast(({ release }) => (to === undefined ? release !== live : release === to))
  if (target === undefined) throw new ReleaseError("nothing-to-roll-back-to", to === undefined ? `No other release was live in ${input.folder}` : `${to} was never live in ${input.folder}`)
  const from = releaseCopy(input.folder, target.release)
  // Going back must work when a signature has run out since: bytes and signatures count as of the day it went live.
  const opened = openRelease(from, target.at)
  if (opened.manifest.digest !== target.digest) throw new ReleaseError("release-changed", `The copy of ${target.release} is not what was live`)
  const interrupted = interruptedFor(input.folder, "rollback", target.release, target.digest)
  return run(input, "rollback", opened, from, interrupted, interrupted === undefined ? (live ?? linked(input.folder)) : (interrupted.previous ?? undefined))
}
