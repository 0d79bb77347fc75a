import { drillNames, type AlertView, type DrillRecord, type Kpi, type KpiReport, type OpsAttention, type ResolvedPlan } from "@tagwright/formats"
import { risks } from "../documents/risks.ts"

export const reportKinds = ["daily", "monthly", "quarterly"] as const
export type ReportKind = (typeof reportKinds)[number]
export const reportDays: Record<ReportKind, number> = { daily: 1, monthly: 31, quarterly: 92 }

/** Everything a report is made from; gathered by the command line. */
export interface ReportInput {
  kind: ReportKind
  plan: ResolvedPlan
  /** Milliseconds since 1970 */
  now: number
  kpis: KpiReport
  /** The same figures over twice the time, for the trend */
  before: KpiReport
  alerts: readonly AlertView[]
  attention: readonly OpsAttention[]
  /** Documents that are missing or no longer fit */
  staleDocuments: readonly string[]
  untrained: readonly string[]
  unwatched: readonly string[]
  drills: readonly DrillRecord[]
}

export interface ReportFinding {
  severity: "act" | "watch"
  area: "health" | "figures" | "documents" | "training" | "compliance" | "drills"
  what: string
  /** What to do about it: one line of the to-do list */
  todo: string
}
export interface Report {
  version: 1
  kind: ReportKind
  site: string
  environment: string
  data: "production" | "test"
  from: number
  to: number
  figures: { id: string; title: string; value: number | null; unit: Kpi["unit"]; status: Kpi["status"]; change: number | null }[]
  findings: ReportFinding[]
  onCall: string | null
  looked: string[]
}

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
const DRILL_FRESH_MS = 92 * DAY_MS
/** A waiver or exception that ends sooner wants a decision now. */
const SOON_MS = 31 * DAY_MS
/** A share that moves by more than this is worth a look, also above its target. */
const MOVED = 0.05

/** Who has the week: turns are counted in weeks since 1970. */
export const onCallAt = ({ operations, people }: ResolvedPlan, now: number): string | null => {
  const turn = operations.onCall[Math.floor(now / WEEK_MS) % Math.max(1, operations.onCall.length)]
  return turn === undefined ? null : (people[turn]?.name ?? turn)
}

const figuresOf = ({ kpis, before }: ReportInput): Report["figures"] =>
  kpis.kpis.map(({ id, title, value, unit, status }) => {
    const past = before.kpis.find((one) => one.id === id)?.value ?? null
    return { id, title, value, unit, status, change: value === null || past === null ? null : value - past }
  })

const health = ({ attention, alerts, now }: ReportInput): ReportFinding[] => [
  ...attention.map(({ tone, title, detail }): ReportFinding => ({ severity: tone === "bad" ? "act" : "watch", area: "health", what: title, todo: detail })),
  ...alerts.filter(({ state, firedAt }) => state === "acknowledged" && now - firedAt > DAY_MS).map(({ rule, acknowledgedBy = "somebody" }): ReportFinding => ({ severity: "watch", area: "health", what: `${rule} was acknowledged by ${acknowledgedBy} and is still open after a day`, todo: `Ask ${acknowledgedBy} how far it is` })),
]
const missedFigures = (input: ReportInput): ReportFinding[] =>
  figuresOf(input).flatMap(({ id, title, status, change, unit }): ReportFinding[] => {
    if (status === "missed") return [{ severity: "act", area: "figures", what: `${id} ${title} misses its target`, todo: `See what is behind it: tagwright kpis ${id}` }]
    if (unit === "share" && change !== null && change < -MOVED) return [{ severity: "watch", area: "figures", what: `${id} ${title} fell by ${Math.round(-change * 100)} points`, todo: `See what is behind it: tagwright kpis ${id}` }]
    return []
  })
const unknownFigures = ({ kpis }: ReportInput): ReportFinding[] =>
  kpis.kpis.filter(({ status }) => status === "unknown").map(({ id, title }): ReportFinding => ({ severity: "watch", area: "figures", what: `${id} ${title} is unknown`, todo: id === "K11" || id === "K13" ? "Compare with the provider: tagwright reconcile" : id === "K12" ? "Take in the spend: tagwright spend import FILE" : `See its definition: tagwright kpis ${id}` }))
const documents = ({ staleDocuments, unwatched }: ReportInput): ReportFinding[] => [
  ...(staleDocuments.length === 0 ? [] : [{ severity: "act" as const, area: "documents" as const, what: `${staleDocuments.length} documents are missing or stale`, todo: "Write them again: tagwright docs" }]),
  ...unwatched.map((part): ReportFinding => ({ severity: "act", area: "health", what: `${part} is watched by no alert`, todo: "Give it an alert rule" })),
]
const training = ({ untrained }: ReportInput): ReportFinding[] => untrained.map((one): ReportFinding => ({ severity: "act", area: "training", what: `${one.replace("/", " is not trained as ")}`, todo: `tagwright train --role ${one.split("/")[1] ?? "ROLE"}` }))
const compliance = ({ plan, now }: ReportInput): ReportFinding[] =>
  [...plan.waivers.map(({ selector, owner, expires }) => ({ name: `The waiver for ${selector}`, owner, expires })), ...plan.policy.exceptions.map(({ gate, code, owner, expires }) => ({ name: `The exception ${gate} ${code}`, owner, expires }))]
    .filter(({ expires }) => Date.parse(expires) - now < SOON_MS)
    .map(({ name, owner, expires }): ReportFinding => ({ severity: Date.parse(expires) < now ? "act" : "watch", area: "compliance", what: `${name} ends on ${expires}`, todo: `${owner} decides: mend it, or give a new date and reason` }))
const oldDrills = ({ drills, now }: ReportInput): ReportFinding[] =>
  drillNames
    .filter((name) => !drills.some(({ drill, outcome, at }) => drill === name && outcome === "passed" && now - at < DRILL_FRESH_MS))
    .map((name): ReportFinding => ({ severity: "act", area: "drills", what: `The drill ${name} has not passed within a quarter`, todo: `tagwright drill ${name}` }))

const parts: Record<ReportKind, readonly { name: string; find: (input: ReportInput) => ReportFinding[] }[]> = {
  daily: [
    { name: "open alerts, dead letters, disabled destinations", find: health },
    { name: "figures of the last day against their targets", find: missedFigures },
  ],
  monthly: [
    { name: "open alerts, dead letters, disabled destinations", find: health },
    { name: "figures of the month against their targets and the month before", find: missedFigures },
    { name: "figures that nobody could compute", find: unknownFigures },
    { name: "documents against the plan, monitoring against the parts", find: documents },
    { name: "training of every person and role", find: training },
    { name: "waivers and exceptions that end soon", find: compliance },
  ],
  quarterly: [
    { name: "figures of the quarter against their targets and the quarter before", find: missedFigures },
    { name: "figures that nobody could compute", find: unknownFigures },
    { name: "documents against the plan, monitoring against the parts", find: documents },
    { name: "training of every person and role", find: training },
    { name: "waivers and exceptions that end soon", find: compliance },
    { name: "drills of the quarter", find: oldDrills },
    { name: `the ${risks.length} risks and the evidence of their mitigation`, find: oldDrills },
  ],
}

/** S1 to S3: what was looked at, what was found, what to do. Pure. */
export const makeReport = (input: ReportInput): Report => {
  const { kind, plan, kpis, now } = input
  const found = parts[kind].flatMap(({ find }) => find(input))
  const findings = [...new Map(found.map((finding) => [finding.what, finding])).values()].toSorted((a, b) => Number(a.severity === "watch") - Number(b.severity === "watch"))
  return { version: 1, kind, site: plan.site.name, environment: kpis.environment, data: kpis.data, from: kpis.from, to: kpis.to, figures: figuresOf(input), findings, onCall: onCallAt(plan, now), looked: parts[kind].map(({ name }) => name) }
}
