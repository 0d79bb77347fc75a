import type { Json } from "../json.ts"
import type { Reply } from "../http/route.ts"
import { type Container, containerPath, type Content, type Kind, kinds, type Version, type Workspace, workspacePath, collections, idKeys } from "./state.ts"

const home = ({ accountId, containerId }: Container): Json => ({ accountId, containerId })

export const containerMessage = (container: Container): Json => ({
  ...home(container),
  path: containerPath(container),
  name: container.name,
  publicId: container.publicId,
  usageContext: [container.usageContext],
  tagIds: [container.publicId],
  tagManagerUrl: `https://tagmanager.google.com/#/container/${containerPath(container)}/workspaces?apiLink=container`,
})

export const workspaceMessage = (container: Container, workspace: Workspace): Json => ({
  ...home(container),
  path: workspacePath(container, workspace),
  workspaceId: workspace.id,
  name: workspace.name,
  ...(workspace.description === "" ? {} : { description: workspace.description }),
  fingerprint: workspace.fingerprint,
})

/** An entity as the API gives it: with the path it is reached under. */
export const entityMessage = (container: Container, workspace: Workspace | undefined, kind: Kind, entity: Json): Json => {
  const place = workspace === undefined ? {} : { workspaceId: workspace.id, path: `${workspacePath(container, workspace)}/${collections[kind]}${kind === "builtInVariable" ? "" : `/${String(entity[idKeys[kind]])}`}` }
  return { ...place, ...home(container), ...entity }
}

const contentMessage = (container: Container, content: Content): Json =>
  Object.fromEntries(kinds.flatMap((kind) => (content[kind].size === 0 ? [] : [[kind, [...content[kind].values()].map((entity) => entityMessage(container, undefined, kind, entity))]])))

export const versionMessage = (container: Container, { id, name, description, fingerprint, content }: Version): Json => ({
  path: `${containerPath(container)}/versions/${id}`,
  ...home(container),
  containerVersionId: id,
  ...(name === "" ? {} : { name }),
  ...(description === "" ? {} : { description }),
  container: containerMessage(container),
  ...contentMessage(container, content),
  fingerprint,
  tagManagerUrl: `https://tagmanager.google.com/#/versions/${containerPath(container)}/versions/${id}?apiLink=version`,
})

const reasons: Readonly<Record<number, [status: string, reason: string]>> = {
  400: ["INVALID_ARGUMENT", "badRequest"], 401: ["UNAUTHENTICATED", "authError"], 403: ["PERMISSION_DENIED", "forbidden"], 404: ["NOT_FOUND", "notFound"],
  412: ["FAILED_PRECONDITION", "conditionNotMet"], 429: ["RESOURCE_EXHAUSTED", "rateLimitExceeded"], 503: ["UNAVAILABLE", "backendError"],
}
/** Google's error object. */
export const refusal = (status: number, message: string): Reply => {
  const [code, reason] = reasons[status] ?? ["UNKNOWN", "unknown"]
  return { status, body: { error: { code: status, message, errors: [{ message, domain: "global", reason }], status: code } }, problems: [{ code: String(status), message }] }
}

/** Thrown by handlers where the API refuses; becomes the answer. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
