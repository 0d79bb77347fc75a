import type { ContainerExport } from "@tagwright/formats"
import { compareContainers } from "../diff/compare.ts"
import { assertApproved, goLive, type LiveTarget, type WentLive } from "./go-live.ts"
import { clearJournal, noteVersion, notedVersion } from "./journal.ts"
import { DeployError } from "./problems.ts"
import { applyPush, planPush, type PushPlan } from "./push.ts"
import type { TagManager } from "./tag-manager.ts"
import { createVersion, latestVersionId, liveVersion, readVersion, type Version } from "./versions.ts"
import { usualWorkspace } from "./workspace.ts"

export interface DeployInput extends LiveTarget {
  wanted: ContainerExport
  workspace?: string
  /** Name and notes of the version: who reads them in Tag Manager should find the release. */
  name: string
  notes: string
  /** Where an interrupted deployment is remembered. */
  journal: string
}

/** What a deployment would do. Made by reading only. */
export type DeployPlan = { step: "nothing" } | { step: "publish"; version: Version } | { step: "push"; push: PushPlan }

/**
 * Finds out how far a container is from what shall be live: nothing to do, a version that an earlier run made but did not
 * publish, or a push. At most 7 calls, none of which writes.
 */
export const planDeploy = async (tagManager: TagManager, input: DeployInput): Promise<DeployPlan> => {
  const { container, wanted, workspace = usualWorkspace } = input
  const same = ({ content }: Version) => compareContainers(content, wanted).length === 0
  const live = await liveVersion(tagManager, container)
  if (live && same(live)) return { step: "nothing" }
  const made = notedVersion(input.journal) ?? (await latestVersionId(tagManager, container))
  const version = made === undefined || made === live?.id ? undefined : await readVersion(tagManager, container, made)
  if (version && same(version)) return { step: "publish", version }
  return { step: "push", push: await planPush(tagManager, { container, wanted, workspace }) }
}

/** Carries out a plan: push, version, backup, publish. Interrupted at any point, the next plan goes on from there. */
export const deploy = async (tagManager: TagManager, input: DeployInput, plan: DeployPlan): Promise<WentLive | undefined> => {
  if (plan.step === "nothing") return undefined
  const version = plan.step === "publish" ? plan.version : await makeVersion(tagManager, input, plan.push)
  noteVersion(input.journal, version.id)
  const live = await goLive(tagManager, input, version, `replaced by version ${version.id} (${input.name})`)
  clearJournal(input.journal)
  return live
}

const makeVersion = async (tagManager: TagManager, input: DeployInput, push: PushPlan): Promise<Version> => {
  const { container, wanted, name, notes } = input
  // Nothing is written to a production container that may not go live there.
  assertApproved(input, wanted, "the container to be pushed")
  const { workspace, errors } = await applyPush(tagManager, { container, wanted, workspace: push.workspace.name }, push)
  if (errors.length > 0) throw new DeployError("container-broken", `the container does not compile: ${errors.join("; ")}`)
  return createVersion(tagManager, workspace, { name, notes })
}
