import type { KeyObject } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Decision, ResolvedPlan } from "@tagwright/formats"
import { ReleaseError } from "../errors.ts"
import { opened, parseEnvelope, seal, type SigningKey } from "./dsse.ts"
import { fingerprint, parsePublicKey } from "./keys.ts"
import { statementOf } from "./statement.ts"

type People = ResolvedPlan["people"]

/** The person of the plan who owns this key and has this role. Throws with what is wrong and how to mend it. */
export const ownerOf = (people: People, key: KeyObject, role: string): string => {
  const print = fingerprint(key)
  const owned = Object.entries(people).filter(([, { key: text }]) => {
    const known = text === undefined ? undefined : parsePublicKey(text)
    return known !== undefined && fingerprint(known) === print
  })
  const [owner] = owned
  if (owner === undefined) throw new ReleaseError("key-unknown", `No person of the plan has the key ${print}`)
  const fitting = owned.find(([, { roles }]) => roles.includes(role))
  if (fitting === undefined) throw new ReleaseError("role-not-held", `${owner[1].name} does not have the role ${role}`)
  return fitting[0]
}

export interface SignInput {
  evidenceDir: string
  decision: Decision
  people: People
  role: string
  key: SigningKey
  /** Moment of signing. Default: now */
  now?: Date
}

/** Signs a decision in a role; one signature per role. Returns the path of the envelope. */
export const signDecision = async ({ evidenceDir, decision, people, role, key, now = new Date() }: SignInput): Promise<string> => {
  const person = ownerOf(people, key.public, role)
  const envelope = await seal(statementOf(decision, { role, person, signedOn: now.toISOString() }), key)
  const folder = join(evidenceDir, "signatures")
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${role}.dsse.json`)
  writeFileSync(path, `${JSON.stringify(envelope, null, 2)}\n`)
  return path
}

/** What stands in an envelope, if this key (`ssh-ed25519 …`) made it. */
export const openStatement = (text: string, keyText: string): unknown => {
  const envelope = parseEnvelope(text)
  const key = parsePublicKey(keyText)
  return envelope === undefined || key === undefined ? undefined : opened(envelope, key)
}
