import type { BuiltInVariable, Condition, ContainerExport, Folder, Parameter, Tag, Trigger, UsageContext, Variable } from "@tagwright/formats"
import { createHash } from "node:crypto"

/** One fixed time for everything: an import re-homes ids and fingerprints, and the same plan must give the same bytes. */
const fingerprint = "1767225600000"
const exportTime = "2026-01-01 00:00:00"
const accountId = "6000000000"

export const template = (key: string, value: string): Parameter => ({ type: "TEMPLATE", key, value })
export const boolean = (key: string, value: boolean): Parameter => ({ type: "BOOLEAN", key, value: String(value) })
export const integer = (key: string, value: number): Parameter => ({ type: "INTEGER", key, value: String(value) })
export const list = (key: string, items: Parameter[]): Parameter => ({ type: "LIST", key, list: items })
export const row = (entries: Record<string, string>): Parameter => ({ type: "MAP", map: Object.entries(entries).map(([key, value]) => template(key, value)) })
export const equals = (left: string, right: string): Condition => ({ type: "EQUALS", parameter: [template("arg0", left), template("arg1", right)] })

type Draft<T> = Omit<T, "accountId" | "containerId" | "fingerprint" | "tagId" | "triggerId" | "variableId" | "folderId" | "clientId" | "parentFolderId">
type Put<T> = Draft<T> & { folder?: string }

/**
 * Collects entities and writes the export. Ids are one counter over all kinds, as in real exports; members stand
 * in the order that Tag Manager writes them.
 */
export const containerBuilder = (publicId: string, name: string, usage: UsageContext) => {
  // Any number will do (an import replaces it); derived from the public id so that two containers differ.
  const containerId = String(100_000_000 + (createHash("sha256").update(publicId).digest().readUInt32BE(0) % 900_000_000))
  const home = { accountId, containerId }
  let lastId = 0
  const nextId = () => String(++lastId)
  const variableNames = new Set<string>()
  const triggerIds = new Map<string, string>()
  const folders: Folder[] = []
  const variables: Variable[] = []
  const triggers: Trigger[] = []
  const tags: Tag[] = []
  const builtIns: BuiltInVariable[] = []

  const folderId = (folder: string | undefined) => {
    if (folder === undefined) return {}
    const known = folders.find(({ name }) => name === folder) ?? { ...home, folderId: nextId(), name: folder, fingerprint }
    if (!folders.includes(known)) folders.push(known)
    return { parentFolderId: known.folderId }
  }

  return {
    containerId,
    home,
    fingerprint,
    nextId,
    builtIn: (type: string, name: string) => {
      if (!builtIns.some((one) => one.type === type)) builtIns.push({ ...home, type, name })
    },
    variable: ({ name, type, notes, parameter, formatValue, folder }: Put<Variable>): string => {
      if (!variableNames.has(name)) {
        variableNames.add(name)
        variables.push({
          ...home,
          variableId: nextId(),
          name,
          type,
          ...(notes === undefined ? {} : { notes }),
          ...(parameter === undefined ? {} : { parameter }),
          fingerprint,
          ...folderId(folder),
          ...(formatValue === undefined ? {} : { formatValue }),
        })
      }
      return `{{${name}}}`
    },
    trigger: ({ name, type, notes, customEventFilter, filter, folder }: Put<Trigger>): string => {
      const known = triggerIds.get(name)
      if (known !== undefined) return known
      const triggerId = nextId()
      triggerIds.set(name, triggerId)
      triggers.push({
        ...home,
        triggerId,
        name,
        type,
        ...(notes === undefined ? {} : { notes }),
        ...(customEventFilter === undefined ? {} : { customEventFilter }),
        ...(filter === undefined ? {} : { filter }),
        fingerprint,
        ...folderId(folder),
      })
      return triggerId
    },
    tag: ({ name, type, notes, parameter, firingTriggerId, blockingTriggerId, tagFiringOption, consentSettings, folder }: Put<Tag>): void => {
      tags.push({
        ...home,
        tagId: nextId(),
        name,
        type,
        ...(notes === undefined ? {} : { notes }),
        parameter: parameter ?? [],
        fingerprint,
        firingTriggerId: firingTriggerId ?? [],
        ...(blockingTriggerId === undefined || blockingTriggerId.length === 0 ? {} : { blockingTriggerId }),
        ...folderId(folder),
        tagFiringOption: tagFiringOption ?? "ONCE_PER_EVENT",
        monitoringMetadata: { type: "MAP" },
        consentSettings: consentSettings ?? { consentStatus: "NOT_SET" },
      })
    },
    write: (extra: Pick<ContainerExport["containerVersion"], "client"> = {}): ContainerExport => {
      const path = `accounts/${accountId}/containers/${containerId}`
      const arrays = { tag: tags, trigger: triggers, variable: variables, folder: folders, builtInVariable: builtIns, ...extra }
      return {
        exportFormatVersion: 2,
        exportTime,
        containerVersion: {
          path: `${path}/versions/0`,
          ...home,
          containerVersionId: "0",
          container: {
            path,
            ...home,
            name,
            publicId,
            usageContext: [usage],
            fingerprint,
            tagManagerUrl: `https://tagmanager.google.com/#/container/${path}/workspaces?apiLink=container`,
            features: features(usage),
            tagIds: [publicId],
          },
          // An empty array is left out, never written as [].
          ...Object.fromEntries(Object.entries(arrays).filter(([, entities]) => entities !== undefined && entities.length > 0)),
          fingerprint,
          tagManagerUrl: `https://tagmanager.google.com/#/versions/${path}/versions/0?apiLink=version`,
        },
      }
    },
  }
}
export type ContainerBuilder = ReturnType<typeof containerBuilder>

const features = (usage: UsageContext): Record<string, boolean> => ({
  supportUserPermissions: true,
  supportEnvironments: true,
  supportWorkspaces: true,
  supportGtagConfigs: false,
  supportBuiltInVariables: true,
  supportClients: usage === "SERVER",
  supportFolders: true,
  supportTags: true,
  supportTemplates: true,
  supportTriggers: true,
  supportVariables: true,
  supportVersions: true,
  supportZones: true,
  supportTransformations: usage === "SERVER",
})

/** As Tag Manager writes a file: 4 spaces, no final newline. */
export const exportText = (container: ContainerExport): string => JSON.stringify(container, null, 4)
