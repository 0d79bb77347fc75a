/** Dashboards for Grafana as code: built here, so that a metric that is renamed breaks a test and not a screen. */
interface Panel {
  title: string
  expr: string
  legend?: string
  unit?: "short" | "percentunit" | "s" | "bytes"
  kind?: "timeseries" | "stat"
}

const rows: readonly { title: string; panels: readonly Panel[] }[] = [
  {
    title: "Is it well?",
    panels: [
      { title: "Requests with an error of ours", expr: 'sum(rate(tagwright_ingest_requests_total{outcome="failed"}[5m])) / sum(rate(tagwright_ingest_requests_total[5m]))', unit: "percentunit", kind: "stat" },
      { title: "Oldest waiting delivery", expr: "max(tagwright_oldest_pending_seconds)", unit: "s", kind: "stat" },
      { title: "Dead letters", expr: 'sum(tagwright_queue_depth{state="dead"})', kind: "stat" },
      { title: "Destinations that take the probe", expr: "sum(tagwright_canary_ok)", kind: "stat" },
    ],
  },
  {
    title: "Coming in",
    panels: [
      { title: "Events by name", expr: "sum by (event) (rate(tagwright_events_total[5m]))", legend: "{{event}}" },
      { title: "Events by verdict", expr: "sum by (outcome) (rate(tagwright_ingest_events_total[5m]))", legend: "{{outcome}}" },
      { title: "Webhook messages", expr: "sum by (source, outcome) (rate(tagwright_webhooks_total[5m]))", legend: "{{source}} {{outcome}}" },
      { title: "Waiting for the disk, 99 %", expr: "histogram_quantile(0.99, sum by (le) (rate(tagwright_ingest_commit_seconds_bucket[5m])))", unit: "s" },
    ],
  },
  {
    title: "Going out",
    panels: [
      { title: "Attempts", expr: "sum by (destination, outcome) (rate(tagwright_delivery_attempts_total[5m]))", legend: "{{destination}} {{outcome}}" },
      { title: "From receipt to delivery, 99 %", expr: "histogram_quantile(0.99, sum by (le, destination) (rate(tagwright_delivery_latency_seconds_bucket[5m])))", legend: "{{destination}}", unit: "s" },
      { title: "Queue", expr: 'tagwright_queue_depth{state="pending"}', legend: "{{destination}}" },
      { title: "Given a pause", expr: "tagwright_breaker_open", legend: "{{destination}}" },
    ],
  },
  {
    title: "People's choices and data",
    panels: [
      { title: "Share that allows a category", expr: "tagwright_consent_granted_ratio", legend: "{{category}}", unit: "percentunit" },
      { title: "Personal data taken out", expr: "sum by (kind) (increase(tagwright_personal_data_removed_total[1h]))", legend: "{{kind}}" },
      { title: "Erasures not told everywhere", expr: "tagwright_erasure_pending" },
      { title: "Database", expr: "tagwright_db_bytes", unit: "bytes" },
    ],
  },
]

/** Grafana's grid is 24 wide; four panels stand in a row. */
const WIDTH = 6
const HEIGHT = 7
const SCHEMA_VERSION = 39

const panelOf = ({ title, expr, legend, unit = "short", kind = "timeseries" }: Panel, id: number, x: number, y: number) => ({
  id,
  title,
  type: kind,
  datasource: { type: "prometheus", uid: "${datasource}" },
  gridPos: { x, y, w: WIDTH, h: HEIGHT },
  fieldConfig: { defaults: { unit }, overrides: [] },
  targets: [{ refId: "A", expr, ...(legend === undefined ? {} : { legendFormat: legend }) }],
})

/** Every expression of the dashboard: a test holds them against the metrics that the server has. */
export const dashboardQueries = rows.flatMap(({ panels }) => panels.map(({ expr }) => expr))

/** `monitoring/grafana/tagwright.json`, with a fixed uid so that it is provisioned over itself. */
export const grafanaDashboard = (siteName: string): string => {
  let id = 0
  const panels = rows.flatMap(({ title, panels: own }, row) => {
    const y = row * (HEIGHT + 1)
    return [{ id: ++id, title, type: "row", collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] }, ...own.map((panel, column) => panelOf(panel, ++id, column * WIDTH, y + 1))]
  })
  const dashboard = {
    uid: "tagwright-overview",
    title: `Tagwright: ${siteName}`,
    tags: ["tagwright"],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: false,
    refresh: "30s",
    time: { from: "now-24h", to: "now" },
    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus", label: "Data source" }] },
    panels,
  }
  return `${JSON.stringify(dashboard, null, 2)}\n`
}
