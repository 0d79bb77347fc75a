import type { ContainerExport } from "@tagwright/formats"
import { compareContainers, type Difference } from "../diff/compare.ts"
import { type Backup, findBackup, listBackups, openBackup, writeBackup } from "./backup.ts"
import type { Container } from "./container.ts"
import { DeployError } from "./problems.ts"
import type { TagManager } from "./tag-manager.ts"
import { liveVersion, readVersion, setLive, type Version } from "./versions.ts"

/**
 * Why a container may go live: a decision that people signed, or that it was live before and is backed up.
 * Whoever hands in a decision has verified it (`verifyRelease`); here only what it covers is held to it.
 */
export type Approval = { by: "decision"; decisionDigest: string; container: ContainerExport } | { by: "backup"; backup: Backup; container: ContainerExport }

export interface LiveTarget {
  container: Container
  /** Containers that visitors get. What is not known to be anything else counts as production. */
  production: boolean
  approval?: Approval
  /** Folder of the backups. */
  backups: string
  now: () => number
}

export interface WentLive {
  versionId: string
  /** The version that was replaced; undefined when nothing was live. */
  replaced: Backup | undefined
  /** False when the version was live already. */
  changed: boolean
}

/** Throws DeployError unless this very content may be written towards visitors here. */
export const assertApproved = ({ production, approval, container }: Pick<LiveTarget, "production" | "approval" | "container">, content: ContainerExport, what: string): void => {
  if (approval === undefined) {
    if (production) throw new DeployError("not-approved", `${container.publicId} is a production container, and there is no approved decision for ${what}`)
    return
  }
  const differences = compareContainers(approval.container, content)
  const [first] = differences
  if (first) throw new DeployError("not-what-was-approved", `${what} is not what was approved: ${differences.length} differences, first ${first.entity.kind} "${first.entity.name}"`)
}

/** Backs up what is live, then publishes a version. 2 calls, or 1 when what is `live` is known. */
export const goLive = async (tagManager: TagManager, target: LiveTarget, version: Version, reason: string, known?: Version): Promise<WentLive> => {
  assertApproved(target, version.content, `version ${version.id}`)
  const live = known ?? (await liveVersion(tagManager, target.container))
  if (live?.id === version.id) return { versionId: version.id, replaced: undefined, changed: false }
  const replaced = live && writeBackup(target.backups, { publicId: target.container.publicId, version: live, takenAt: new Date(target.now()), reason })
  await setLive(tagManager, version)
  return { versionId: version.id, replaced, changed: true }
}

/** Publishes a version by its number. 3 calls. */
export const publishVersion = async (tagManager: TagManager, target: LiveTarget, id: string): Promise<WentLive> => {
  const version = await readVersion(tagManager, target.container, id)
  if (version === undefined) throw new DeployError("api-missing", `${target.container.publicId} has no version ${id}`)
  return goLive(tagManager, target, version, `replaced by version ${id}`)
}

export interface RollbackPlan {
  live: Version | undefined
  backup: Backup
  /** The version that would be live again. */
  version: Version
  /** What visitors would get instead of what they get now. */
  differences: Difference[]
}

/**
 * Finds the version to go back to: the one named, or the last that was replaced. It must be backed up, and still be at Tag
 * Manager what the backup holds. 2 calls, neither of which writes.
 */
export const planRollback = async (tagManager: TagManager, { container, backups }: Pick<LiveTarget, "container" | "backups">, to?: string): Promise<RollbackPlan> => {
  const live = await liveVersion(tagManager, container)
  const backup = to === undefined ? lastReplaced(backups, container.publicId, live?.id) : findBackup(backups, container.publicId, to)
  const content = openBackup(backups, backup)
  const version = await readVersion(tagManager, container, backup.versionId)
  if (version === undefined) throw new DeployError("api-missing", `version ${backup.versionId} is gone from ${container.publicId}; tagwright gtm restore brings its content back`)
  assertApproved({ container, production: true, approval: { by: "backup", backup, container: content } }, version.content, `version ${backup.versionId}`)
  return { live, backup, version, differences: live === undefined ? [] : compareContainers(live.content, version.content) }
}

/** Puts a version live again that was live before, and backs up the one it replaces. 1 call. */
export const rollback = async (tagManager: TagManager, target: Omit<LiveTarget, "approval">, { live, backup, version }: RollbackPlan): Promise<WentLive> =>
  goLive(tagManager, { ...target, approval: { by: "backup", backup, container: openBackup(target.backups, backup) } }, version, `rolled back to version ${backup.versionId}`, live)

const lastReplaced = (backups: string, publicId: string, liveId: string | undefined): Backup => {
  const found = listBackups(backups, publicId).findLast(({ versionId }) => versionId !== liveId)
  if (!found) throw new DeployError("backup-missing", `there is no backup of ${publicId} in ${backups} to go back to`)
  return found
}
