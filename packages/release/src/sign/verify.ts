import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { Decision, ResolvedPlan } from "@tagwright/formats"
import { opened, parseEnvelope } from "./dsse.ts"
import { parsePublicKey } from "./keys.ts"
import { decisionDigest, isStatement, type Statement } from "./statement.ts"

/** Why a signature does not count. */
export const signatureFaults = {
  "signature-unreadable": "This is not a signature: delete it and let the person sign again.",
  "signature-forged": "No key of the plan made it: delete it, and ask who put it there.",
  "signature-void": "It was made for another decision: what it covers has changed since. Let the person look and sign again.",
  "signature-role": "The person does not have this role: let somebody sign who has.",
  "signature-misfiled": "The file's name and the signed role differ: delete it and let the person sign again.",
  "signature-expired": "It is older than the plan's policy.signatureDays: let the person look and sign again.",
  "signature-from-the-future": "It claims to be made later than now: set the clocks right, and let the person sign again.",
  "signature-missing": "Let somebody with this role run `tagwright sign`.",
  "signature-not-separate": "The plan wants two different people here: let somebody else sign one of the roles.",
} as const
export type SignatureFault = keyof typeof signatureFaults

export interface SignatureCheck {
  role: string
  /** Name of the person, when the signature is theirs */
  person?: string
  signedOn?: string
  fault?: SignatureFault
}

type Check = (role: string, text: string) => SignatureCheck
const DAY_MS = 86_400_000
/** How far two clocks may differ before one of them must be wrong. */
const CLOCK_SKEW_MS = 5 * 60_000

/** An unreadable time is as good as none: the signature is too old. */
const ageFault = (signedOn: string, now: number, days: number): SignatureFault | undefined => {
  const at = Date.parse(signedOn)
  if (at > now + CLOCK_SKEW_MS) return "signature-from-the-future"
  return now - at <= days * DAY_MS ? undefined : "signature-expired"
}

const statementIn = (text: string, people: ResolvedPlan["people"]): { person: string; statement: Statement } | SignatureFault => {
  const envelope = parseEnvelope(text)
  if (envelope === undefined) return "signature-unreadable"
  for (const [person, { key: line }] of Object.entries(people)) {
    const key = line === undefined ? undefined : parsePublicKey(line)
    const statement = key === undefined ? undefined : opened(envelope, key)
    if (isStatement(statement)) return statement.predicate.person === person ? { person, statement } : "signature-forged"
  }
  return "signature-forged"
}

const checkOne =
  (decision: Decision, { people, policy }: Pick<ResolvedPlan, "people" | "policy">, now: number): Check =>
  (role, text) => {
    const found = statementIn(text, people)
    if (typeof found === "string") return { role, fault: found }
    const { person, statement } = found
    const { signedOn, role: signed } = statement.predicate
    const who = { role, person: people[person]?.name ?? person, signedOn }
    if (signed !== role) return { ...who, fault: "signature-misfiled" }
    if (people[person]?.roles.includes(role) !== true) return { ...who, fault: "signature-role" }
    const bound = new Map(statement.subject.map(({ name, digest }) => [name, digest.sha256]))
    const same = bound.get("decision.json") === decisionDigest(decision) && bound.get("evidence") === decision.evidenceDigest && bound.get("bundle") === decision.bundleDigest
    const fault = same ? ageFault(signedOn, now, policy.signatureDays) : "signature-void"
    return fault === undefined ? who : { ...who, fault }
  }

const SUFFIX = ".dsse.json"

/** Reads `signatures/` and says which count. Needs nothing but the folder and the plan's people with their public keys. */
export const checkSignatures = (evidenceDir: string, decision: Decision, plan: Pick<ResolvedPlan, "people" | "policy">, now = Date.now()): SignatureCheck[] => {
  const folder = join(evidenceDir, "signatures")
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(SUFFIX)).sort() : []
  const check = checkOne(decision, plan, now)
  const checks = files.map((name) => check(name.slice(0, -SUFFIX.length), readFileSync(join(folder, name), "utf8")))
  const missing = plan.policy.signatures.filter((role) => !checks.some((one) => one.role === role)).map((role): SignatureCheck => ({ role, fault: "signature-missing" }))
  const shared = plan.policy.separate.flatMap(([a, b]) => {
    const [one, other] = [a, b].map((role) => checks.find((found) => found.role === role && found.fault === undefined))
    return one?.person !== undefined && one.person === other?.person ? [b] : []
  })
  return [...checks.map((one): SignatureCheck => (one.fault === undefined && shared.includes(one.role) ? { ...one, fault: "signature-not-separate" } : one)), ...missing]
}
