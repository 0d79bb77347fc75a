import type { ContainerExport } from "@tagwright/formats"
import { exportToApi, versionToExport } from "../api/convert.ts"
import { type ReadExport, readExport } from "../export/read.ts"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { DeployError } from "./problems.ts"
import type { TagManager } from "./tag-manager.ts"

/** A container at Tag Manager. `path`: accounts/1/containers/2. */
export interface Container {
  publicId: string
  path: string
  accountId: string
  containerId: string
}

/** Finds a container by its public id, e.g. GTM-ABC1234. One call. */
export const findContainer = async (tagManager: TagManager, publicId: string): Promise<Container> => {
  const found = await tagManager.call(`finding ${publicId}`, (containers) => containers.lookup({ tagId: publicId }))
  const { path, accountId, containerId } = found
  if (!path || !accountId || !containerId) throw new DeployError("api-missing", `Tag Manager knows no container ${publicId}`)
  return { publicId, path, accountId, containerId }
}

/** What the API answers about a version, as an export. `exportTime` comes from its fingerprint, so that the same version gives the same bytes. */
export const versionAsExport = (version: object, what: string): ReadExport => {
  const plain: Json = JSON.parse(JSON.stringify(version))
  const answer = isObject(plain) ? plain : {}
  const fingerprint = Number(answer["fingerprint"])
  const exportTime = new Date(Number.isFinite(fingerprint) ? fingerprint : 0).toISOString().slice(0, 19).replace("T", " ")
  return readExport(JSON.stringify({ exportFormatVersion: 2, exportTime, containerVersion: versionToExport(answer) }), { file: what })
}

/** One entity of an export as the API spells it. */
export const entityForApi = (kind: string, entity: object): { [key: string]: Json } => {
  const plain: Json = JSON.parse(JSON.stringify(entity))
  const list = exportToApi({ containerVersion: { [kind]: [plain] } })[kind]
  const [spelled] = Array.isArray(list) ? list : []
  return isObject(spelled) ? spelled : {}
}

/** web and server containers do not take each other's tags. */
export const sameKind = (a: ContainerExport, b: ContainerExport): boolean => {
  const kind = ({ containerVersion: { container } }: ContainerExport) => container?.usageContext[0]
  const [one, other] = [kind(a), kind(b)]
  return one === undefined || other === undefined || one === other
}

/** The number of a version from its path: accounts/1/containers/2/versions/7 → 7. */
export const idIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1)
