import type { Json } from "../json.ts"

export const kinds = ["tag", "trigger", "variable", "builtInVariable", "folder", "customTemplate", "client", "transformation"] as const
export type Kind = (typeof kinds)[number]
export const idKeys: Record<Kind, string> = {
  tag: "tagId", trigger: "triggerId", variable: "variableId", builtInVariable: "type",
  folder: "folderId", customTemplate: "templateId", client: "clientId", transformation: "transformationId",
}
/** The collection under which the API lists a kind. */
export const collections: Record<Kind, string> = {
  tag: "tags", trigger: "triggers", variable: "variables", builtInVariable: "built_in_variables",
  folder: "folders", customTemplate: "templates", client: "clients", transformation: "transformations",
}

/** Everything in a workspace or version: by kind, then by id. */
export type Content = Record<Kind, Map<string, Json>>
export const emptyContent = (): Content => ({ tag: new Map(), trigger: new Map(), variable: new Map(), builtInVariable: new Map(), folder: new Map(), customTemplate: new Map(), client: new Map(), transformation: new Map() })
export const copyOf = (content: Content): Content => {
  const copy = emptyContent()
  for (const kind of kinds) for (const [id, entity] of content[kind]) copy[kind].set(id, structuredClone(entity))
  return copy
}

export interface Version {
  id: string
  name: string
  description: string
  fingerprint: string
  content: Content
}
export interface Workspace {
  id: string
  name: string
  description: string
  fingerprint: string
  /** The version it was last in step with */
  base: string
  content: Content
}
export interface Container {
  accountId: string
  containerId: string
  publicId: string
  name: string
  /** As the API spells it: web, server, amp, … */
  usageContext: string
  /** One counter over everything that gets an id */
  lastId: number
  versions: Version[]
  workspaces: Workspace[]
  live: string | undefined
}

export interface Account {
  containers: Container[]
  /** Milliseconds since 1970 */
  clock: () => number
  lastFingerprint: number
}

/** Fingerprints are times of storage in ms; two in one millisecond still differ. */
export const newFingerprint = (account: Account): string => {
  account.lastFingerprint = Math.max(account.clock(), account.lastFingerprint + 1)
  return String(account.lastFingerprint)
}
export const newId = (container: Container): string => String(++container.lastId)

export const containerPath = ({ accountId, containerId }: Container): string => `accounts/${accountId}/containers/${containerId}`
export const workspacePath = (container: Container, { id }: Workspace): string => `${containerPath(container)}/workspaces/${id}`

/** A container before anybody touched it: one workspace, one empty version that is not live. */
export const newContainer = (account: Account, { publicId, usageContext, number }: { publicId: string; usageContext: string; number: number }): Container => {
  const container: Container = { accountId: "6000000001", containerId: String(100_000_000 + number), publicId, name: publicId, usageContext, lastId: 0, versions: [], workspaces: [], live: undefined }
  const content = emptyContent()
  for (const [type, name] of usageContext === "web" ? usualBuiltIns : []) content.builtInVariable.set(type, { type, name })
  container.versions.push({ id: "1", name: "", description: "", fingerprint: newFingerprint(account), content })
  container.workspaces.push({ id: "2", name: "Default Workspace", description: "", fingerprint: newFingerprint(account), base: "1", content: copyOf(content) })
  container.lastId = 2
  return container
}
/** What a new web container has switched on. */
const usualBuiltIns = [["pageUrl", "Page URL"], ["pageHostname", "Page Hostname"], ["pagePath", "Page Path"], ["referrer", "Referrer"], ["event", "Event"]] as const
