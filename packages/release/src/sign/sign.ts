import { createPublicKey, type KeyObject } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Decision, ResolvedPlan } from "@tagwright/formats"
import { ReleaseError } from "../errors.ts"
import { opened, parseEnvelope, seal, signerOf, type Envelope } from "./dsse.ts"
import { fingerprint, parsePublicKey } from "./keys.ts"
import { statementOf } from "./statement.ts"

type People = ResolvedPlan["people"]

/** The person of the plan who owns this key and has this role. Throws with what is wrong and how to mend it. */
const ownerOf = (people: People, key: KeyObject, role: string): string => {
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
  /** Private ed25519 key */
  key: KeyObject
  /** Moment of signing. Default: now */
  now?: Date
}

/** Signs a decision in a role; one signature per role. Returns the path of the envelope. */
export const signDecision = async ({ evidenceDir, decision, people, role, key, now = new Date() }: SignInput): Promise<string> => {
  const shown = createPublicKey(key)
  const person = ownerOf(people, shown, role)
  const envelope = await seal(statementOf(decision, { role, person, signedOn: now.toISOString() }), signerOf(key, fingerprint(shown)))
  const folder = join(evidenceDir, "signatures")
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${role}.dsse.json`)
  writeFileSync(path, `${JSON.stringify(envelope, null, 2)}\n`)
  return path
}

/** The person of the plan whose private key this is, if they have the role. Throws with what is wrong. */
export const ownerOfKey = (people: People, key: KeyObject, role: string): string => ownerOf(people, createPublicKey(key), role)

/** Signs any statement with a person's key, as a DSSE envelope. */
export const sealStatement = (statement: unknown, key: KeyObject): Promise<Envelope> => seal(statement, signerOf(key, fingerprint(createPublicKey(key))))

/** What stands in an envelope, if this key (`ssh-ed25519 …`) made it. */
export const openStatement = (text: string, keyText: string): unknown => {
  const envelope = parseEnvelope(text)
  const key = parsePublicKey(keyText)
  return envelope === undefined || key === undefined ? undefined : opened(envelope, key)
}
