import type { ContainerExport } from "@tagwright/formats"
import { type Container, idIn, versionAsExport } from "./container.ts"
import { DeployError } from "./problems.ts"
import type { TagManager } from "./tag-manager.ts"
import { compilerWords, type Workspace } from "./workspace.ts"

export interface Version {
  /** Number of the version in its container, e.g. "12". */
  id: string
  path: string
  name: string | undefined
  fingerprint: string | undefined
  content: ContainerExport
  /** The version as an export file, in Tag Manager's own layout. */
  text: string
}

type ApiVersion = { path?: string | null; containerVersionId?: string | null; name?: string | null; fingerprint?: string | null }
const versionOf = (answer: ApiVersion, what: string): Version => {
  const { export: content, document } = versionAsExport(answer, what)
  const path = answer.path ?? ""
  return { id: answer.containerVersionId ?? idIn(path), path, name: answer.name ?? undefined, fingerprint: answer.fingerprint ?? undefined, content, text: writeLikeTagManager(document.text) }
}
const writeLikeTagManager = (text: string): string => JSON.stringify(JSON.parse(text), null, 4)

/** Undefined for what is not there: a container that was never published has no live version. */
const orNothing = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof DeployError && error.code === "api-missing") return undefined
    throw error
  }
}

/** What visitors get now. One call. */
export const liveVersion = async (tagManager: TagManager, container: Container): Promise<Version | undefined> => {
  const answer = await orNothing(tagManager.call("reading the live version", (containers) => containers.versions.live({ parent: container.path })))
  return answer && versionOf(answer, "the live version")
}

/** One call. */
export const readVersion = async (tagManager: TagManager, container: Container, id: string): Promise<Version | undefined> => {
  const path = `${container.path}/versions/${id}`
  const answer = await orNothing(tagManager.call(`reading version ${id}`, (containers) => containers.versions.get({ path })))
  return answer && versionOf(answer, `version ${id}`)
}

/** The id of the newest version, live or not: what a new workspace starts from. One call. */
export const latestVersionId = async (tagManager: TagManager, container: Container): Promise<string | undefined> => {
  const header = await orNothing(tagManager.call("asking for the latest version", (containers) => containers.version_headers.latest({ parent: container.path })))
  return header?.containerVersionId ?? undefined
}

/** Makes a version of a workspace; the workspace is used up by it. Nothing goes live. One call. */
export const createVersion = async (tagManager: TagManager, workspace: Workspace, { name, notes }: { name: string; notes: string }): Promise<Version> => {
  const answer = await tagManager.call(`making a version of ${workspace.name}`, (containers) => containers.workspaces.create_version({ path: workspace.path, requestBody: { name, notes } }), { writes: true })
  if (answer.syncStatus?.mergeConflict || answer.syncStatus?.syncError) throw new DeployError("workspace-behind", `the workspace ${workspace.name} is behind the latest version`)
  if (answer.compilerError || !answer.containerVersion) throw new DeployError("container-broken", `no version was made: ${compilerWords(answer.compilerErrors ?? []).join("; ")}`)
  return versionOf(answer.containerVersion, "the new version")
}

/** Makes a version live, unless it was changed since it was read. One call. */
export const setLive = async (tagManager: TagManager, { id, path, fingerprint }: Version): Promise<void> => {
  const answer = await tagManager.call(`publishing version ${id}`, (containers) => containers.versions.publish({ path, ...(fingerprint === undefined ? {} : { fingerprint }) }))
  if (answer.compilerError) throw new DeployError("container-broken", `version ${id} was not published: ${compilerWords(answer.compilerErrors ?? []).join("; ")}`)
}
