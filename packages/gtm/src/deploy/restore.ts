import { openBackup, type Backup } from "./backup.ts"
import { compareContainers } from "../diff/compare.ts"
import { goLive, type LiveTarget, type WentLive } from "./go-live.ts"
import { DeployError } from "./problems.ts"
import { applyPush, planPush, type PushPlan } from "./push.ts"
import type { TagManager } from "./tag-manager.ts"
import { createVersion, liveVersion } from "./versions.ts"
import { usualWorkspace } from "./workspace.ts"

export interface RestoreInput extends Omit<LiveTarget, "approval"> {
  backup: Backup
  workspace?: string
}

/** What bringing a backup's content back into a workspace would change. Reads only. */
export const planRestore = async (tagManager: TagManager, { container, backup, backups, workspace = usualWorkspace }: RestoreInput): Promise<PushPlan> =>
  planPush(tagManager, { container, wanted: openBackup(backups, backup), workspace })

/**
 * Brings a backup's content back: into the workspace, into a version, and live. Proven by comparing the new version with
 * the backup before anything goes live.
 */
export const restore = async (tagManager: TagManager, input: RestoreInput, plan: PushPlan): Promise<WentLive> => {
  const { backup, container, backups } = input
  const wanted = openBackup(backups, backup)
  const live = await liveVersion(tagManager, container)
  if (live && compareContainers(live.content, wanted).length === 0) return { versionId: live.id, replaced: undefined, changed: false }
  const { workspace, errors } = await applyPush(tagManager, { container, wanted, workspace: plan.workspace.name }, plan)
  if (errors.length > 0) throw new DeployError("container-broken", `the restored container does not compile: ${errors.join("; ")}`)
  const version = await createVersion(tagManager, workspace, { name: `Restored version ${backup.versionId}`, notes: `Content of version ${backup.versionId} from the backup of ${backup.takenAt}, sha256 ${backup.digest}.` })
  const left = compareContainers(wanted, version.content)
  if (left.length > 0) throw new DeployError("push-incomplete", `the restored version ${version.id} differs from the backup in ${left.length} places; it was not published`)
  return goLive(tagManager, { ...input, approval: { by: "backup", backup, container: wanted } }, version, `replaced by the restored version ${backup.versionId}`, live)
}
