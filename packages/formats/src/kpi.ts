/** The figures of the requirements ledger. Ids are stable. `share`: 0 to 1; `minutes`: the 95th percentile in minutes. */
export const kpis = {
  K1: { title: "Event reliability", unit: "share", target: { is: "above", value: 0.99 }, definition: "Critical events that were recorded and reached every destination they may go to, of all critical events that happened" },
  K2: { title: "Parameter accuracy", unit: "share", target: { is: "above", value: 0.99 }, definition: "Events that fit the plan in every parameter, of all events that came in" },
  K3: { title: "Attribution accuracy", unit: "share", target: { is: "above", value: 0.95 }, definition: "Conversions with a known visit that led to them and thus a channel, of those where the person allows knowing it" },
  K4: { title: "Cross-device tracking", unit: "share", target: { is: "above", value: 0.9 }, definition: "People seen in several sessions, or in a session and at the payment, whose events all belong to one person" },
  K5: { title: "Consent compliance", unit: "share", target: { is: "at least", value: 1 }, definition: "Deliveries that the choice in force allowed, of all deliveries that were tried" },
  K6: { title: "Monitoring coverage", unit: "share", target: { is: "at least", value: 1 }, definition: "Critical parts of the system with a health check, of all critical parts" },
  K7: { title: "Alert response", unit: "minutes", target: { is: "below", value: 15 }, definition: "Time from an alert that pages to its acknowledgement: 95 of 100 alerts are faster than this" },
  K8: { title: "Documentation completeness", unit: "share", target: { is: "at least", value: 1 }, definition: "Procedures with a page that fits the plan and the code of today, of all procedures" },
  K9: { title: "Team readiness", unit: "share", target: { is: "at least", value: 1 }, definition: "People of the plan whose training for every role of theirs is attested and has not expired" },
  K10: { title: "Change success", unit: "share", target: { is: "above", value: 0.95 }, definition: "Deployments that needed no rollback and were followed by no incident of theirs" },
  K11: { title: "Data quality", unit: "share", target: { is: "above", value: 0.95 }, definition: "Payments and refunds on the provider's own list that were recorded here without help" },
  K12: { title: "Attribution completeness", unit: "share", target: { is: "above", value: 0.9 }, definition: "Advertising spend whose campaign is seen in visits, of all spend" },
  K13: { title: "Conversion tracking", unit: "share", target: { is: "at least", value: 1 }, definition: "Payments recorded and connected with the person who paid, of all payments that happened" },
  K14: { title: "Customer journey", unit: "share", target: { is: "at least", value: 1 }, definition: "Steps of the funnel, from awareness to activation, in which people are seen" },
} as const satisfies Record<string, { title: string; unit: "share" | "minutes"; target: KpiTarget; definition: string }>

export interface KpiTarget {
  is: "above" | "below" | "at least"
  value: number
}
export type KpiId = keyof typeof kpis
export const kpiIds = Object.keys(kpis) as readonly KpiId[]

/** Whose data is counted. A production environment leaves test rows out; a test environment counts nothing else, and says so. */
export interface KpiScope {
  environment: string
  data: "production" | "test"
  /** Milliseconds since 1970, `from` included, `to` not */
  from: number
  to: number
  /** Rows of the other kind that were left out of every figure */
  leftOut: number
}

/** One thing that kept a figure from being better. `id` leads to it: `/ops/api/deliveries/12`, `/ops/api/leads/…`, `/ops/api/events?id=…`. */
export interface KpiMiss {
  kind: "event" | "delivery" | "quarantined" | "webhook" | "lead" | "payment" | "alert" | "part" | "document" | "person" | "deployment" | "campaign" | "step"
  id: string
  /** Milliseconds since 1970, where the thing has a time */
  at?: number
  /** One sentence; no personal value */
  why: string
}

/** One figure. `value` is null when nothing has happened that it could be computed from: unknown, never a success. */
export interface Kpi {
  id: KpiId
  title: string
  definition: string
  unit: "share" | "minutes"
  target: KpiTarget
  value: number | null
  status: "met" | "missed" | "unknown"
  /** What `value` is made of; for minutes: alerts answered in time, and alerts */
  good: number
  of: number
  /** What was not counted, and why */
  excluded: { count: number; why: string }[]
  /** A point per day (UTC, YYYY-MM-DD), oldest first; null where there was nothing */
  trend: { day: string; value: number | null; of: number }[]
  /** How many things kept it from being perfect; the first of them */
  missed: number
  misses: KpiMiss[]
}

/** `GET /ops/api/kpis?days=30` */
export interface KpiReport extends KpiScope {
  version: 1
  /** In the order of ids */
  kpis: Kpi[]
}
/** `GET /ops/api/kpis/K1?days=30&offset=0&limit=100`: the figure, and a page of what is behind it. */
export interface KpiDetail extends KpiScope {
  version: 1
  kpi: Kpi
  offset: number
  misses: KpiMiss[]
}

export const funnelDimensions = ["channel", "device", "consent"] as const
export type FunnelDimension = (typeof funnelDimensions)[number]

/** `GET /ops/api/funnel?days=30&by=channel`: people per step, in the order of the plan's funnel. */
export interface FunnelReport extends KpiScope {
  version: 1
  by: FunnelDimension
  steps: { step: string; events: string[] }[]
  /** `all`, then each value of the dimension by size. A person counts in a step when they did it and every step before it that can be seen. */
  rows: { value: string; people: number[] }[]
}

/** `GET /ops/api/attribution/compare?days=30`: every model on the same conversions. */
export interface AttributionComparison extends KpiScope {
  version: 1
  models: string[]
  /** Minor units per channel and currency, in the order of `models`; the columns of one currency have the same sum */
  rows: { channel: string; currency: string; minor: number[] }[]
  conversions: number
}
