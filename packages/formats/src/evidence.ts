import type { CategoryChoice, ConsentState, ConsentType } from "./consent.ts"
import type { Finding } from "./finding.ts"

/** The consent scenarios of the main job. */
export const scenarios = ["all", "none", "analytics", "marketing"] as const
export type Scenario = (typeof scenarios)[number] | (string & {})

/** Where in a run something was observed. `step` counts from 0; records before the first step have -1. */
export interface Where {
  scenario: Scenario
  journey: string
  step: number
}

/** Ids, times and ports that differ between two runs of the same input. Left out of comparisons. */
export type Volatile = Record<string, string | number>

/** What a load of a page is measured by. Paint, load and interaction are told; on a busy machine they are too noisy to judge. */
export const performanceMetrics = ["blocking", "script", "longTasks", "bytes", "requests", "layoutShift", "load", "largestPaint", "interaction"] as const
export type PerformanceMetric = (typeof performanceMetrics)[number]

/**
 * What tracking costs a page in one metric: medians without and with it, the median of the paired differences with its 95 %
 * interval, and the interval of a control that measures "without" twice. Milliseconds, but for counts (`longTasks`, `requests`),
 * bytes (as the site stores them, before compression) and `layoutShift` (a score).
 */
export interface PerformanceRecord {
  kind: "performance"
  /** Path of the page */
  page: string
  metric: PerformanceMetric
  /** Everything against everything but this tag. Without it: tracking as a whole against none */
  tag?: string
  /** What the plan lets tracking add on a page, in the metric's unit */
  budget?: number
  /** The processor was slowed down by this factor, where the browser can */
  slowdown: number
  volatile?: { pairs: number; without: number; with: number; difference: number; low: number; high: number; noiseLow: number; noiseHigh: number }
}

/** What was observed, one line of `records.ndjson` each, in the order of scenario, journey, step, time. No opinions. */
export type EvidenceRecord =
  | RunRecord
  | PlanFindingRecord
  | PerformanceRecord
  | ContainerCheckRecord
  | StepRecord
  | ExpectationRecord
  | PushRecord
  | FiringRecord
  | RequestRecord
  | StorageRecord
  | BannerRecord
  | PageRecord
  | ElementRecord
  | PersonalDataRecord
  | ServerEventRecord
  | DeliveryRecord
  | FaultRecord
  | ProbeRecord
export type RecordKind = EvidenceRecord["kind"]
export type RecordOf<K extends RecordKind> = Extract<EvidenceRecord, { kind: K }>

export interface RunRecord {
  kind: "run"
  version: 1
  bundleDigest: string
  planDigest: string
  environment: string
  browser: { name: string; version: string }
  /** `built`: the container of the bundle; `given`: an export somebody handed in */
  container: { source: "built" | "given"; digest: string; publicId: string }
  scenarios: Scenario[]
  /** Every browser that was asked for beside the first one. One that did not run proves nothing: the reason is told */
  engines?: { name: string; version?: string; outcome: "ran" | "not run"; reason?: string }[]
  /** A look at a site that has no plan: there is nothing to judge it against */
  survey?: true
  volatile?: Volatile
}

/** A finding of the compiler or the linter, with the gate it counts for. */
export interface PlanFindingRecord {
  kind: "plan-finding"
  finding: Finding
}

/** One difference between a container and what the plan asks for (`drift`), or between two environments (`environment`). */
export interface ContainerCheckRecord {
  kind: "container-check"
  check: "drift" | "environment"
  /** drift: what kind of thing differs. `consent` counts for P3, the rest for T2. environment: counts for T6 unless declared */
  aspect: "parameter" | "consent" | "trigger" | "tag" | "declared" | "undeclared"
  entity: string
  expected: string
  found: string
}

export interface StepRecord extends Where {
  kind: "step"
  title: string
  outcome: "done" | "failed" | "inconclusive"
  reason?: string
  /** Path of the page without host */
  url: string
  /** Consent Mode as the container saw it at the end of the step */
  consent: Partial<Record<ConsentType, ConsentState>>
  choice?: CategoryChoice
  /** How far the journey has moved the page's clock on, in milliseconds */
  aheadMs?: number
  screenshot?: string
  volatile?: Volatile
}

export interface ExpectationRecord extends Where {
  kind: "expectation"
  event: string
  expected: Record<string, string | number | boolean>
  /** `missing`: never came; `different`: came with other parameters; `unexpected`: twice */
  outcome: "met" | "missing" | "different" | "unexpected"
  source: "browser" | "server"
  got?: Record<string, unknown>
}

/** One push to the data layer, cloned at push time. */
export interface PushRecord extends Where {
  kind: "push"
  event?: string
  message: unknown
  /** Violations of the plan's shape: unknown event or parameter, missing, wrong type, value not allowed */
  violations: { code: string; parameter?: string; detail: string }[]
  volatile?: Volatile
}

/** A tag that fired or did not, and why, as the offline runtime saw it. */
export interface FiringRecord extends Where {
  kind: "firing"
  event: string
  tag: string
  tagType: string
  status: "success" | "failure" | "timeout" | "blocked-by-consent" | "blocked" | "not-triggered" | "paused"
  /** Resolved parameters when it fired; else empty */
  values: Record<string, unknown>
  detail?: string
}

/** A request as the recording proxy saw it, browser-own traffic left out; or as the server sent it. */
export interface RequestRecord extends Where {
  kind: "request"
  from: "browser" | "server"
  method: string
  /** Scheme, host and path */
  url: string
  query: Record<string, string>
  body?: string
  /** The plan's destination, when the host belongs to one */
  destination?: string
  /** `site`, `gtm`, `collect` (our server) or `vendor`; `unknown`: no destination of the plan owns it */
  party: "site" | "gtm" | "collect" | "vendor" | "unknown"
  /** The visitor's choice when it was sent; undefined: no choice yet */
  choice?: CategoryChoice
  cookies: string[]
  volatile?: Volatile
}

/** What the browser holds at the end of a step. Names only, values of our own identifiers apart. */
export interface StorageRecord extends Where {
  kind: "storage"
  cookies: { name: string; domain: string; httpOnly: boolean; days: number }[]
  localStorage: string[]
  sessionStorage: string[]
  leadId?: string
  choice?: CategoryChoice
}

export interface BannerRecord extends Where {
  kind: "banner"
  shown: boolean
  acceptClicks?: number
  rejectClicks?: number
  /** Ratio of the areas reject/accept, and whether both are buttons of equal font size */
  areaRatio?: number
  sameFontSize?: boolean
  /** WCAG contrast (1 to 21) of each button's text on its ground */
  contrast?: { accept: number; reject: number }
  /** WCAG contrast of each button's ground on the banner's; 1: not filled */
  fill?: { accept: number; reject: number }
  /** Which stop of the Tab key each is within the banner, from 1; not there: the keyboard never comes there */
  tabStops?: { accept?: number; reject?: number }
  /** Switches that were on before the visitor did anything, on either layer */
  preTicked?: string[]
  withdrawClicks?: number
}

/** What became of one address of the site when coverage was taken (T1). */
export interface PageRecord {
  kind: "page"
  /** The page's key in the plan, or its path */
  page: string
  path: string
  /** `walked`: its elements were used · `redirected`, `broken`, `not a page`: nothing to use there · `failed`: it could not be walked · `left out`: a limit was reached */
  outcome: "walked" | "redirected" | "broken" | "not a page" | "failed" | "left out"
  reason?: string
  /** Interactive elements found */
  elements: number
  /** Whether the way to change the consent choice shows on this page; only of pages that were walked after a choice */
  withdrawal?: boolean
  /** The first page that links to it */
  linkedFrom?: string
  /** Picture of the whole page with what is not measured marked and numbered; only where there is something to mark */
  screenshot?: string
}

/** One interactive element of the site (T1). */
export interface ElementRecord {
  kind: "element"
  page: string
  section?: string
  selector: string
  role: "link" | "button" | "form" | "field" | "media" | "custom"
  label: string
  /** The event that its use really pushed */
  measuredBy?: string
  /** Reason of the waiver that excuses it, whose word it is, and its last day (YYYY-MM-DD) */
  waiver?: string
  waiverOwner?: string
  waiverExpires?: string
  /** Its number in the page's picture, from 1; only of elements that are neither measured nor excused */
  number?: number
  /** What the plan could say to measure it: a line of `events` */
  suggestion?: string
}

/** Personal data found where it may not be. Never holds the value. */
export interface PersonalDataRecord extends Where {
  kind: "personal-data"
  /** e.g. email, phone, iban, card */
  type: string
  place: "push" | "request" | "cookie" | "storage" | "title" | "referrer" | "server-payload" | "log" | "evidence"
  /** The parameter, header, cookie or path that held it */
  name: string
  event?: string
  destination?: string
  length: number
  fingerprint: string
  via: string[]
}

/** An event as the server stored it. */
export interface ServerEventRecord extends Where {
  kind: "server-event"
  event: string
  params: Record<string, unknown>
  leadId?: string
  clientId?: string
  sessionId?: string
  testMode: boolean
  /** The visitor's choice the server knows of */
  choice?: CategoryChoice
  channel?: string
  volatile?: Volatile
}

/** What became of an event at a destination. */
export interface DeliveryRecord extends Where {
  kind: "delivery"
  event: string
  destination: string
  state: "delivered" | "pending" | "dead" | "withheld"
  attempts: number
  reason?: string
  /** What the stand-in received, decoded */
  received?: unknown
  volatile?: Volatile
}

/** A journey driven while something of ours is broken (T5), or a server fault survived (T4). */
export interface FaultRecord {
  kind: "fault"
  fault: "kit-missing" | "gtm-blocked" | "storage-blocked" | "server-down" | "server-slow" | "script-error" | "strict-csp" | "ad-blocker" | "cmp-slow" | "bad-signature" | "killed-before-delivery" | "duplicate-webhook" | "reordered-webhooks"
  journey?: string
  /** The visitor's way was not disturbed, or the server lost and doubled nothing */
  survived: boolean
  detail: string
}

/** A direct question to the system with a yes or no answer, e.g. `lead-id-survives-reload`. */
export interface ProbeRecord {
  kind: "probe"
  gate: string
  probe: string
  holds: boolean
  detail: string
  /** The step of a journey that gave rise to it, where there is one */
  at?: Where
}

/**
 * `seal.json`: path → sha256 of every file of the evidence folder; `digest` over its canonical JSON. `stable`: the same over the
 * files that are equal whenever the same is run; clocks, ids and pictures are left out.
 */
export interface EvidenceSeal {
  version: 1
  digest: string
  stable?: string
  files: Record<string, string>
}
