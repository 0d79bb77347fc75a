import type { ContainerExport } from "@tagwright/formats"
import { type Container, versionAsExport } from "./container.ts"
import { DeployError } from "./problems.ts"
import type { TagManager } from "./tag-manager.ts"

/** The workspace that is ours unless another is named. The free product allows three in a container. */
export const usualWorkspace = "Tagwright"

export interface Workspace {
  name: string
  /** accounts/1/containers/2/workspaces/3 */
  path: string
}

/** One call. */
export const findWorkspace = async (tagManager: TagManager, container: Container, name: string): Promise<Workspace | undefined> => {
  const { workspace = [] } = await tagManager.call("listing workspaces", (containers) => containers.workspaces.list({ parent: container.path }))
  const path = workspace.find((one) => one.name === name)?.path
  return path ? { name, path } : undefined
}

/** A new workspace: it starts from the latest version. One call. */
export const createWorkspace = async (tagManager: TagManager, container: Container, name: string): Promise<Workspace> => {
  const { path } = await tagManager.call(`making the workspace ${name}`, (containers) => containers.workspaces.create({ parent: container.path, requestBody: { name, description: "Kept by Tagwright: changes made here by hand are overwritten by the next push." } }), { writes: true })
  if (!path) throw new DeployError("push-incomplete", "Tag Manager made a workspace without a path")
  return { name, path }
}

export interface Preview {
  content: ContainerExport
  /** What the compiler says; empty when a version could be made. */
  errors: string[]
}

/** Everything in a workspace, compiled as for the preview: one call instead of a list of every kind, and nothing is saved. */
export const previewWorkspace = async (tagManager: TagManager, { path, name }: Workspace): Promise<Preview> => {
  const { containerVersion, compilerError, compilerErrors = [], syncStatus } = await tagManager.call(`reading the workspace ${name}`, (containers) => containers.workspaces.quick_preview({ path }))
  if (syncStatus?.mergeConflict || syncStatus?.syncError) throw new DeployError("workspace-behind", `the workspace ${name} is behind the latest version and cannot be brought up to date by itself`)
  return { content: versionAsExport(containerVersion ?? {}, `workspace ${name}`).export, errors: compilerError ? compilerWords(compilerErrors) : [] }
}

export const compilerWords = (errors: readonly { errorType?: string | null; errorMessage?: string | null }[]): string[] => {
  const words = errors.map(({ errorType, errorMessage }) => [errorType, errorMessage].filter(Boolean).join(": "))
  return words.length === 0 ? ["the container does not compile (no reason given)"] : words
}
