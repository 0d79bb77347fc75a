import type { CategoryChoice } from "./consent.ts"
import type { Decision } from "./decision.ts"
import type { ParamValue } from "./event.ts"

/** Who may do what at `/ops`. Roles are cumulative only where it is safe: who signs does not operate. */
export const roles = ["viewer", "operator", "signer", "admin"] as const
export type Role = (typeof roles)[number]

/**
 * `read`: every screen, people under a handle and values of persons masked · `identify`: lead ids and values as stored ·
 * `operate`: replay, discard, enable, acknowledge · `people`: export and erase a person · `sign`: attest · `administer`: accounts, audit log
 */
export type Permission = "read" | "identify" | "operate" | "people" | "sign" | "administer"
export const permissionsOf: Record<Role, readonly Permission[]> = {
  viewer: ["read"],
  operator: ["read", "identify", "operate"],
  signer: ["read", "identify", "sign"],
  admin: ["read", "identify", "operate", "people", "sign", "administer"],
}

/** `GET /ops/api/me` */
export interface OpsMe {
  name: string
  role: Role
  permissions: readonly Permission[]
  /** Goes back in the header `x-tagwright-csrf` of everything that changes something */
  csrf: string
  site: string
  environment: string
  testMode: boolean
}
/** `GET /ops/api/sign-in`: what the page offers */
export interface OpsSignIn {
  site: string
  environment: string
  /** Name of the identity provider, when there is one */
  oidc?: string
}
/** `POST /ops/api/enrol/begin` */
export interface OpsEnrolment {
  /** Set when an administrator chose it */
  name?: string
  role: Role
  /** Base32, for typing */
  secret: string
  /** `otpauth://…`, for the picture */
  uri: string
}
export interface OpsAccount {
  id: string
  name: string
  role: Role
  /** `invited`: has a link, no password yet */
  state: "active" | "invited" | "disabled"
  signIn: "password" | "oidc"
  createdAt: number
  seenAt?: number | undefined
}
export interface OpsAuditEntry {
  seq: number
  at: number
  actor: string
  action: string
  subject: string
  detail?: string | undefined
}

export type OpsTone = "good" | "warn" | "bad" | "quiet"
/** A list's part. `next` asks for what follows. */
export interface OpsPage<T> {
  items: T[]
  next?: number | undefined
}

export interface OpsDelivery {
  id: number
  seq: number
  event: string
  source: string
  destination: string
  state: "pending" | "delivered" | "dead" | "withheld"
  attempts: number
  /** When the event was received */
  receivedAt: number
  /** Next attempt, while pending */
  dueAt?: number | undefined
  settledAt?: number | undefined
  reason?: string | undefined
  /** Who has to act: we, they, nobody (the data), or the policy decided */
  reasonClass?: string | undefined
  status?: number | undefined
  testMode: boolean
}
export interface OpsAttempt {
  attempt: number
  at: number
  outcome: string
  reason?: string | undefined
  reasonClass?: string | undefined
  status?: number | undefined
  /** The start of the peer's answer, personal data masked */
  answer?: string | undefined
}
export interface OpsDeliveryDetail extends OpsDelivery {
  tries: OpsAttempt[]
}

export interface OpsEvent {
  seq: number
  id: string
  event: string
  source: string
  at: number
  receivedAt: number
  testMode: boolean
  /** Stands for the person in addresses; says nothing to outsiders */
  person?: string | undefined
  choice?: CategoryChoice | undefined
  deliveries: Pick<OpsDelivery, "id" | "destination" | "state" | "reason">[]
}
export interface OpsEventDetail extends Omit<OpsEvent, "deliveries"> {
  params: Record<string, ParamValue>
  /** What the plan says each parameter means */
  meanings: Record<string, string>
  /** Parameters whose value the role may not see */
  masked: string[]
  page?: { url: string; title?: string; referrer?: string } | undefined
  leadId?: string | undefined
  clientId?: string | undefined
  sessionId?: string | undefined
  channel?: string | undefined
  amount?: { minor: number; currency: string; exponent: number } | undefined
  deliveries: OpsDeliveryDetail[]
}

/** An event that did not fit the plan; its body is sealed, the reason says where it does not fit */
export interface OpsQuarantined {
  seq: number
  source: string
  reason: string
  receivedAt: number
}
/** Dead letters of one cause */
export interface OpsDeadGroup {
  destination: string
  reason: string
  reasonClass: string
  count: number
  oldestAt: number
  newestAt: number
}

export interface OpsDestination {
  id: string
  type: string
  marketing: boolean
  consent: string
  pending: number
  dead: number
  oldestPendingAt?: number | undefined
  breaker: "closed" | "open" | "half-open"
  disabled?: { at: number; reason: string } | undefined
  /** Settled within the last day */
  day: { delivered: number; dead: number; withheld: number }
}

export interface OpsAttention {
  id: string
  tone: "bad" | "warn"
  title: string
  detail: string
  /** Screen and filter that shows it */
  href: string
  since?: number | undefined
}

/** `GET /ops/api/overview` */
export interface OpsOverview {
  at: number
  environment: string
  testMode: boolean
  checks: { id: string; title: string; tone: OpsTone; detail: string }[]
  attention: OpsAttention[]
  destinations: OpsDestination[]
  /** Hours of the last week, oldest first; hours without events are left out */
  hours: { at: number; events: number }[]
  /** The last 24 hours against the same 24 hours a week before */
  volume: { day: number; weekBefore: number }
}

/** Somebody with one of the person's names was erased then. Destinations that do marketing get nothing of the person until they agree anew. */
export interface OpsErased {
  at: number
  /** Those that still get nothing; empty: a choice made since lets all of them have what it allows */
  withheldFrom: string[]
}

/** `GET /ops/api/people/:person`: one person's way, oldest first. Roles without `identify` get no ids and no landing query. */
export interface OpsJourney {
  person: string
  leadId?: string | undefined
  /** Everything that stands for the person, by edges in force */
  names: string[]
  /** How many names there are, also where they are not shown */
  nameCount: number
  choice?: CategoryChoice | undefined
  channel?: string | undefined
  erased?: OpsErased | undefined
  steps: OpsJourneyStep[]
  /** There is more than was read */
  cut: boolean
}
export type OpsJourneyStep =
  | { kind: "visit"; at: number; channel: string; landing: string; params: Record<string, string> }
  | { kind: "choice"; at: number; choice: CategoryChoice }
  | { kind: "event"; at: number; event: OpsEvent; amount?: OpsEventDetail["amount"] }
  | { kind: "joined"; at: number; name: string; source: string; until?: number | undefined }

/** `GET /ops/api/consent?days=30` */
export interface OpsConsent {
  days: number
  categories: { name: string; describe?: string | undefined; grants: readonly string[]; always: boolean; destinations: string[] }[]
  mode: string
  globalPrivacyControl: readonly string[]
  /** Choices that were made, per day (UTC, YYYY-MM-DD), oldest first: how many, and how many allowed each category */
  choices: { day: string; made: number; allowed: Record<string, number> }[]
  /** What consent held back from whom */
  withheld: { destination: string; reason: string; count: number }[]
}

/** `GET /ops/api/release`: what stands on disk beside the plan. */
export interface OpsRelease {
  evidence?: OpsEvidence | undefined
  decision?: Decision | undefined
  /** The decision was made from this very evidence and bundle */
  belongs: boolean
  signatures: { role: string; person?: string | undefined; signedOn?: string | undefined; fault?: string | undefined; mend?: string | undefined }[]
  /** Newest first */
  releases: { name: string; digest: string; packedAt: number; changes: string; fault?: string | undefined }[]
}
export interface OpsEvidence {
  digest: string
  takenAt: number
  records: number
  environment: string
  browser: string
  /** Files that are not what was sealed, as `path: what` */
  changed: string[]
  /** Path of the report below `/ops/report/` */
  report: string
}
/** `GET /ops/api/team`: the people of the plan */
export interface OpsTeam {
  people: { id: string; name: string; roles: string[]; signs: boolean }[]
}
/** `GET /ops/api/containers` */
export interface OpsContainers {
  bundleDigest?: string | undefined
  planDigest?: string | undefined
  /** The plan the server runs on is the bundle's */
  current: boolean
  containers: { file: string; kind: "web" | "server"; environment: string; digest: string; counts: Record<string, number>; bytes: number }[]
  /** What differs from the plan, or between environments, in the container that was last looked at */
  differences: { check: "drift" | "environment"; aspect: string; entity: string; expected: string; found: string }[]
  /** Where the differences come from */
  lookedAt?: { publicId: string; source: string; at: number } | undefined
}

/** One thing to do; `$NAME` in a command is filled in by the reader. */
export interface OpsRunbookStep {
  say: string
  command?: string | undefined
}
/** `GET /ops/api/runbooks/:kind/:name`, kind `alerts` (by rule) or `dead-letters` (by reason): what to do about it. */
export interface OpsRunbook {
  title: string
  symptom: string
  impact: string
  diagnose: readonly OpsRunbookStep[]
  fix: readonly OpsRunbookStep[]
  verify: readonly OpsRunbookStep[]
  /** System whose people are called when this does not help; people by their key in the plan */
  escalate: { system: string; first?: string | undefined; second?: string | undefined }
}
