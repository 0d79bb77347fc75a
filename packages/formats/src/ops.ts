import type { CategoryChoice } from "./consent.ts"
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
