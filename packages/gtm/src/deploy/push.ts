import type { ContainerExport } from "@tagwright/formats"
import { compareContainers, type Difference } from "../diff/compare.ts"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { type Change, changesBetween, phasesOf } from "./changes.ts"
import { type Container, idIn, sameKind } from "./container.ts"
import { DeployError } from "./problems.ts"
import { Ids, spellChange } from "./spell-change.ts"
import type { TagManager } from "./tag-manager.ts"
import { latestVersionId, readVersion } from "./versions.ts"
import { createWorkspace, findWorkspace, previewWorkspace, usualWorkspace, type Workspace } from "./workspace.ts"

export interface PushInput {
  container: Container
  wanted: ContainerExport
  /** Name of the workspace to push to; made when it is not there. */
  workspace?: string
  /** Leave what the wanted container does not have, instead of deleting it. */
  keepOthers?: boolean
}

/** What a push would do. Made by reading only. */
export interface PushPlan {
  workspace: { name: string; path: string | undefined }
  present: ContainerExport
  differences: Difference[]
  changes: Change[]
  /** Calls that applying it takes, and how long they take at the allowed pace. */
  calls: number
  seconds: number
}

export interface Pushed {
  workspace: Workspace
  changes: number
  /** What Tag Manager's compiler says of the result. */
  errors: string[]
}

/** Google does not say how many changes one call may hold; this many tags stay well below its usual 10 MB. */
const changesPerCall = 100

/** Reads what is there and says what a push would change. 2 or 3 calls, none of which writes. */
export const planPush = async (tagManager: TagManager, { container, wanted, workspace = usualWorkspace, keepOthers = false }: PushInput): Promise<PushPlan> => {
  const found = await findWorkspace(tagManager, container, workspace)
  const present = found ? (await previewWorkspace(tagManager, found)).content : await latestContent(tagManager, container)
  if (!sameKind(present, wanted)) throw new DeployError("container-other-kind", `${container.publicId} is a container of another kind`)
  const { changes } = changesBetween(present, wanted, { keepOthers })
  // The workspace itself, the changes, and the reading that proves the result.
  const calls = (found ? 0 : 1) + callsFor(changes) + 1
  return { workspace: { name: workspace, path: found?.path }, present, differences: compareContainers(present, wanted), changes, calls, seconds: Math.ceil((calls * tagManager.everyMs) / 1000) }
}

const latestContent = async (tagManager: TagManager, container: Container): Promise<ContainerExport> => {
  const id = await latestVersionId(tagManager, container)
  const version = id === undefined ? undefined : await readVersion(tagManager, container, id)
  const { accountId, containerId } = container
  return version?.content ?? { exportFormatVersion: 2, containerVersion: { accountId, containerId } }
}

const callsFor = (changes: readonly Change[]): number => phasesOf(changes).reduce((sum, phase) => sum + Math.ceil(phase.length / changesPerCall), 0)

/** Carries out what `planPush` found. Safe to repeat: what is done already is no difference any more. */
export const applyPush = async (tagManager: TagManager, { container, wanted, keepOthers = false }: PushInput, plan: PushPlan): Promise<Pushed> => {
  const { name, path } = plan.workspace
  const workspace = path === undefined ? await createWorkspace(tagManager, container, name) : { name, path }
  const { changes, known } = changesBetween(plan.present, wanted, { keepOthers })
  await sendChanges(tagManager, { workspace, container, changes, ids: new Ids(container, wanted, plan.present, known) })
  const { content, errors } = await previewWorkspace(tagManager, workspace)
  const left = compareContainers(content, wanted).filter(({ kind }) => !(keepOthers && kind === "removed"))
  const [first] = left
  if (first) throw new DeployError("push-incomplete", `the workspace ${name} still differs from the container after the push: ${left.length} differences, first ${first.entity.kind} "${first.entity.name}"`)
  return { workspace, changes: changes.length, errors }
}

interface Sending {
  workspace: Workspace
  container: Container
  changes: readonly Change[]
  ids: Ids
}
const sendChanges = async (tagManager: TagManager, { workspace, container, changes, ids }: Sending): Promise<void> => {
  let number = 0
  for (const batch of phasesOf(changes).flatMap(batches)) {
    const spelled = batch.map((change) => spellChange(change, { ids, container, workspaceId: idIn(workspace.path), number: ++number }))
    const answer = await tagManager.call(`sending ${batch.length} changes`, (containers) => containers.workspaces.bulk_update({ path: workspace.path, requestBody: { changes: spelled } }), { writes: true })
    learnIds(batch, JSON.parse(JSON.stringify(answer.changes ?? [])), ids)
  }
}

const batches = (phase: Change[]): Change[][] => {
  const found: Change[][] = []
  for (let start = 0; start < phase.length; start += changesPerCall) found.push(phase.slice(start, start + changesPerCall))
  return found
}

/** The answer lists what was added and updated, not in a promised order: by kind and name. */
const learnIds = (batch: readonly Change[], answer: Json, ids: Ids): void => {
  const made = Array.isArray(answer) ? answer.filter(isObject) : []
  for (const change of batch) {
    if (change.status !== "added" || change.kind === "builtInVariable") continue
    const entity = made.map((one) => one[change.kind]).find((one) => isObject(one) && one["name"] === change.name)
    if (!isObject(entity)) throw new DeployError("push-incomplete", `Tag Manager did not confirm the new ${change.kind} "${change.name}"`)
    ids.created(change, entity)
  }
}
