import { type Json, objectOf } from "../json.ts"
import { Refusal } from "./messages.ts"
import { saveProblems } from "./save-rules.ts"
import { type Account, type Container, type Content, copyOf, idKeys, type Kind, kinds, newFingerprint, newId, type Workspace } from "./state.ts"

/** What only Tag Manager writes. */
const given = new Set(["accountId", "containerId", "workspaceId", "path", "fingerprint", "tagManagerUrl"])
const own = (entity: Json): Json => Object.fromEntries(Object.entries(entity).filter(([key, value]) => !given.has(key) && value !== null && value !== undefined))

const assertSame = (there: Json, fingerprint: unknown): void => {
  if (typeof fingerprint === "string" && fingerprint !== "" && there["fingerprint"] !== undefined && fingerprint !== there["fingerprint"]) throw new Refusal(412, "The fingerprint does not match: the entity has been changed")
}

interface Place {
  account: Account
  container: Container
  content: Content
}
const save = ({ account, container, content }: Place, kind: Kind, id: string, entity: Json): Json => {
  const stored: Json = { ...own(entity), [idKeys[kind]]: id, ...(kind === "builtInVariable" ? {} : { fingerprint: newFingerprint(account) }) }
  content[kind].set(id, stored)
  const [problem] = saveProblems(stored, { kind, content, container })
  if (problem !== undefined) throw new Refusal(400, problem)
  return stored
}

export const createEntity = (place: Place, kind: Kind, entity: Json): Json => {
  const id = kind === "builtInVariable" ? String(entity["type"]) : newId(place.container)
  return save(place, kind, id, entity)
}

export const updateEntity = (place: Place, kind: Kind, id: string, entity: Json, fingerprint: unknown): Json => {
  const there = place.content[kind].get(id)
  if (there === undefined) throw new Refusal(404, `Not found: ${kind} ${id}`)
  assertSame(there, fingerprint)
  return save(place, kind, id, entity)
}

export const deleteEntity = ({ content }: Place, kind: Kind, id: string, fingerprint?: unknown): void => {
  const there = content[kind].get(id)
  if (there === undefined) throw new Refusal(404, `Not found: ${kind} ${id}`)
  assertSame(there, fingerprint)
  if (kind === "trigger" && [...content.tag.values()].some((tag) => JSON.stringify([tag["firingTriggerId"], tag["blockingTriggerId"]]).includes(`"${id}"`))) throw new Refusal(400, `Trigger ${id} is still used by a tag`)
  content[kind].delete(id)
}

/** All of the changes or none: ids of additions are new_1, new_2, …, and may be referred to by what follows. */
export const bulkUpdate = (account: Account, container: Container, workspace: Workspace, changes: readonly Json[]): Json[] => {
  const content = copyOf(workspace.content)
  const place = { account, container, content }
  const real = new Map<string, string>()
  const done = changes.flatMap((change): Json[] => {
    const kind = kinds.find((one) => change[one] !== undefined)
    if (kind === undefined) throw new Refusal(400, "A change must hold one entity")
    const entity = withRealIds(objectOf(change[kind]), real)
    const id = String(entity[idKeys[kind]])
    switch (change["changeStatus"]) {
      case "added": {
        if (kind !== "builtInVariable" && (!/^new_\d+$/.test(id) || real.has(id))) throw new Refusal(400, `Ids of new entities are unique and look like new_1, not ${id}`)
        const stored = createEntity(place, kind, entity)
        real.set(id, String(stored[idKeys[kind]]))
        return [{ changeStatus: "added", [kind]: stored }]
      }
      case "updated":
        return [{ changeStatus: "updated", [kind]: updateEntity(place, kind, id, entity, entity["fingerprint"]) }]
      case "deleted":
        deleteEntity(place, kind, id, entity["fingerprint"])
        return []
      default:
        throw new Refusal(400, `Invalid value at 'changes.changeStatus': ${String(change["changeStatus"])}`)
    }
  })
  workspace.content = content
  workspace.fingerprint = newFingerprint(account)
  return done
}

const withRealIds = (entity: Json, real: ReadonlyMap<string, string>): Json => {
  const text = JSON.stringify(entity, (key, value: unknown) => (typeof value === "string" && /^new_\d+$/.test(value) && !Object.values(idKeys).includes(key) ? (real.get(value) ?? value) : value))
  return objectOf(JSON.parse(text))
}
