import { isDeepStrictEqual } from "node:util"
import type { Json } from "../json.ts"
import { compile } from "./compile-rules.ts"
import { entityMessage, Refusal, versionMessage } from "./messages.ts"
import { type Account, type Container, type Content, copyOf, kinds, newFingerprint, newId, type Version, type Workspace, workspacePath } from "./state.ts"

/** The free product's limit. */
const mostWorkspaces = 3

export const latestVersion = ({ versions }: Container): Version => {
  const latest = versions.at(-1)
  if (latest === undefined) throw new Refusal(404, "Not found: the container has no version")
  return latest
}

export const createWorkspace = (account: Account, container: Container, { name, description }: Json): Workspace => {
  if (typeof name !== "string" || name === "") throw new Refusal(400, "workspace.name: The value must not be empty")
  if (container.workspaces.some((one) => one.name === name)) throw new Refusal(400, "Found entity with duplicate name.")
  if (container.workspaces.length >= mostWorkspaces) throw new Refusal(400, `Maximum number of workspaces reached: ${mostWorkspaces}`)
  const base = latestVersion(container)
  const workspace = { id: newId(container), name, description: typeof description === "string" ? description : "", fingerprint: newFingerprint(account), base: base.id, content: copyOf(base.content) }
  container.workspaces.push(workspace)
  return workspace
}

/** Takes over what the latest version changed meanwhile; a thing changed on both sides is a conflict and stays. */
const sync = (container: Container, workspace: Workspace): { mergeConflict?: true } => {
  const latest = latestVersion(container)
  const base = container.versions.find(({ id }) => id === workspace.base)?.content
  if (latest.id === workspace.base || base === undefined) return {}
  const merged = copyOf(workspace.content)
  for (const kind of kinds) {
    for (const id of new Set([...base[kind].keys(), ...latest.content[kind].keys()])) {
      const [old, theirs, ours] = [base[kind].get(id), latest.content[kind].get(id), workspace.content[kind].get(id)]
      if (isDeepStrictEqual(old, theirs) || isDeepStrictEqual(theirs, ours)) continue
      if (!isDeepStrictEqual(old, ours)) return { mergeConflict: true }
      if (theirs === undefined) merged[kind].delete(id)
      else merged[kind].set(id, structuredClone(theirs))
    }
  }
  workspace.content = merged
  workspace.base = latest.id
  return {}
}

const snapshot = (account: Account, id: string, content: Content, { name = "", notes = "" }: { name?: string; notes?: string }): Version => ({ id, name, description: notes, fingerprint: newFingerprint(account), content: copyOf(content) })

export const quickPreview = (account: Account, container: Container, workspace: Workspace): Json => {
  const syncStatus = sync(container, workspace)
  const compilerErrors = compile(workspace.content)
  return {
    ...(syncStatus.mergeConflict ? { syncStatus } : {}),
    ...(compilerErrors.length > 0 ? { compilerError: true, compilerErrors } : {}),
    containerVersion: versionMessage(container, snapshot(account, "0", workspace.content, {})),
  }
}

/** Uses the workspace up; a fresh one takes its place when it was the default or the last. */
export const createVersion = (account: Account, container: Container, workspace: Workspace, { name, notes }: Json): Json => {
  const syncStatus = sync(container, workspace)
  if (syncStatus.mergeConflict) return { syncStatus }
  const compilerErrors = compile(workspace.content)
  if (compilerErrors.length > 0) return { compilerError: true, compilerErrors }
  const id = String(Number(latestVersion(container).id) + 1)
  const version = snapshot(account, id, workspace.content, { ...(typeof name === "string" ? { name } : {}), ...(typeof notes === "string" ? { notes } : {}) })
  container.versions.push(version)
  container.workspaces = container.workspaces.filter((one) => one !== workspace)
  const next = workspace.name === "Default Workspace" || container.workspaces.length === 0 ? createWorkspace(account, container, { name: "Default Workspace" }) : undefined
  return { containerVersion: versionMessage(container, version), ...(next === undefined ? {} : { newWorkspacePath: workspacePath(container, next) }) }
}

export const publish = (container: Container, version: Version, fingerprint: string | null): Json => {
  if (fingerprint !== null && fingerprint !== version.fingerprint) throw new Refusal(412, "The fingerprint does not match: the version has been changed")
  const compilerErrors = compile(version.content)
  if (compilerErrors.length > 0) return { compilerError: true, compilerErrors }
  container.live = version.id
  return { containerVersion: versionMessage(container, version) }
}

export const status = (container: Container, workspace: Workspace): Json => {
  const base = container.versions.find(({ id }) => id === workspace.base)?.content
  const workspaceChange = kinds.flatMap((kind) =>
    [...new Set([...(base?.[kind].keys() ?? []), ...workspace.content[kind].keys()])].flatMap((id): Json[] => {
      const [old, now] = [base?.[kind].get(id), workspace.content[kind].get(id)]
      if (isDeepStrictEqual(old, now)) return []
      return [{ [kind]: entityMessage(container, workspace, kind, now ?? old ?? {}), changeStatus: old === undefined ? "added" : now === undefined ? "deleted" : "updated" }]
    }),
  )
  return workspaceChange.length === 0 ? {} : { workspaceChange }
}
