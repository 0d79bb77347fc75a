import type { Call, Reply } from "../http/route.ts"
import { type Json, listOf, objectOf } from "../json.ts"
import { bulkUpdate, createEntity, deleteEntity, updateEntity } from "./entities.ts"
import { containerMessage, entityMessage, Refusal, versionMessage, workspaceMessage } from "./messages.ts"
import type { Found } from "./method.ts"
import { type Account, type Container, collections, copyOf, type Kind, kinds, newFingerprint, type Version, type Workspace } from "./state.ts"
import { createVersion, createWorkspace, latestVersion, publish, quickPreview, status } from "./workspaces.ts"

interface Asked {
  account: Account
  call: Call
  ids: Found["ids"]
  body: Json
}
type Handler = (asked: Asked) => Json

const containerOf = ({ account, ids }: Asked): Container => {
  const found = account.containers.find(({ accountId, containerId }) => accountId === ids["accounts"] && containerId === ids["containers"])
  if (found === undefined) throw new Refusal(404, "Not found or permission denied.")
  return found
}
const workspaceOf = (asked: Asked): { container: Container; workspace: Workspace } => {
  const container = containerOf(asked)
  const workspace = container.workspaces.find(({ id }) => id === asked.ids["workspaces"])
  if (workspace === undefined) throw new Refusal(404, "Not found or permission denied.")
  return { container, workspace }
}
const versionOf = (asked: Asked): { container: Container; version: Version } => {
  const container = containerOf(asked)
  const version = container.versions.find(({ id }) => id === asked.ids["versions"])
  if (version === undefined) throw new Refusal(404, "Not found or permission denied.")
  return { container, version }
}

const containers = "accounts.containers"
const workspaces = `${containers}.workspaces`
const versions = `${containers}.versions`
const header = (container: Container, { id, name }: Version): Json => ({ path: `${String(versionMessage(container, latestVersion(container))["path"]).replace(/\d+$/, id)}`, accountId: container.accountId, containerId: container.containerId, containerVersionId: id, ...(name === "" ? {} : { name }) })

const main: Record<string, Handler> = {
  [`${containers}.lookup`]: ({ account, call }) => {
    const found = account.containers.find(({ publicId }) => publicId === call.query.get("tagId"))
    if (found === undefined) throw new Refusal(404, "Not found or permission denied.")
    return containerMessage(found)
  },
  [`${containers}.list`]: ({ account, ids }) => ({ container: account.containers.filter(({ accountId }) => accountId === ids["accounts"]).map(containerMessage) }),
  [`${containers}.get`]: (asked) => containerMessage(containerOf(asked)),
  [`${versions}.live`]: (asked) => {
    const container = containerOf(asked)
    const live = container.versions.find(({ id }) => id === container.live)
    if (live === undefined) throw new Refusal(404, "Not found: no version is live")
    return versionMessage(container, live)
  },
  [`${versions}.get`]: (asked) => {
    const { container, version } = versionOf(asked)
    return versionMessage(container, version)
  },
  [`${versions}.delete`]: (asked) => {
    const { container, version } = versionOf(asked)
    if (container.live === version.id) throw new Refusal(400, "The live version cannot be deleted")
    container.versions = container.versions.filter((one) => one !== version)
    return {}
  },
  [`${versions}.publish`]: (asked) => {
    const { container, version } = versionOf(asked)
    return publish(container, version, asked.call.query.get("fingerprint"))
  },
  [`${containers}.version_headers.latest`]: (asked) => header(containerOf(asked), latestVersion(containerOf(asked))),
  [`${containers}.version_headers.list`]: (asked) => {
    const container = containerOf(asked)
    return { containerVersionHeader: container.versions.map((version) => header(container, version)) }
  },
  [`${workspaces}.list`]: (asked) => {
    const container = containerOf(asked)
    return { workspace: container.workspaces.map((workspace) => workspaceMessage(container, workspace)) }
  },
  [`${workspaces}.create`]: (asked) => workspaceMessage(containerOf(asked), createWorkspace(asked.account, containerOf(asked), asked.body)),
  [`${workspaces}.get`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    return workspaceMessage(container, workspace)
  },
  [`${workspaces}.delete`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    container.workspaces = container.workspaces.filter((one) => one !== workspace)
    return {}
  },
  [`${workspaces}.getStatus`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    return status(container, workspace)
  },
  [`${workspaces}.quick_preview`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    return quickPreview(asked.account, container, workspace)
  },
  [`${workspaces}.create_version`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    return createVersion(asked.account, container, workspace, asked.body)
  },
  [`${workspaces}.bulk_update`]: (asked) => {
    const { container, workspace } = workspaceOf(asked)
    return { changes: bulkUpdate(asked.account, container, workspace, listOf(asked.body["changes"]).map(objectOf)) }
  },
}

/** list, get, create, update and delete of one kind of entity. */
const entityHandlers = (kind: Kind): Record<string, Handler> => {
  const collection = collections[kind]
  const change = (asked: Asked, run: (place: { account: Account; container: Container; content: Workspace["content"] }) => Json | undefined): Json => {
    const { container, workspace } = workspaceOf(asked)
    const content = copyOf(workspace.content)
    const stored = run({ account: asked.account, container, content })
    workspace.content = content
    workspace.fingerprint = newFingerprint(asked.account)
    return stored === undefined ? {} : entityMessage(container, workspace, kind, stored)
  }
  const idOf = ({ ids }: Asked) => ids[collection] ?? ""
  return {
    [`${workspaces}.${collection}.list`]: (asked) => {
      const { container, workspace } = workspaceOf(asked)
      return { [kind === "customTemplate" ? "template" : kind]: [...workspace.content[kind].values()].map((entity) => entityMessage(container, workspace, kind, entity)) }
    },
    [`${workspaces}.${collection}.get`]: (asked) => {
      const { container, workspace } = workspaceOf(asked)
      const entity = workspace.content[kind].get(idOf(asked))
      if (entity === undefined) throw new Refusal(404, "Not found or permission denied.")
      return entityMessage(container, workspace, kind, entity)
    },
    [`${workspaces}.${collection}.create`]: (asked) => change(asked, (place) => createEntity(place, kind, asked.body)),
    [`${workspaces}.${collection}.update`]: (asked) => change(asked, (place) => updateEntity(place, kind, idOf(asked), asked.body, asked.call.query.get("fingerprint"))),
    [`${workspaces}.${collection}.delete`]: (asked) => change(asked, (place) => void deleteEntity(place, kind, idOf(asked))),
  }
}

const handlers: Record<string, Handler> = { ...main, ...Object.assign({}, ...kinds.filter((kind) => kind !== "builtInVariable").map(entityHandlers)) }

/** Carries a call out; undefined where the API has the method but this stand-in does not. */
export const carryOut = (account: Account, found: Found, call: Call): Reply | undefined => {
  const handler = handlers[found.id]
  return handler && { status: 200, body: handler({ account, call, ids: found.ids, body: objectOf(call.body) }) }
}
