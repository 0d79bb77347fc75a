import { drillNames, drills, type ResolvedPlan } from "@tagwright/formats"
import { prometheusRules, prometheusTests } from "../alerts/prometheus.ts"
import { grafanaDashboard } from "../dashboards/grafana.ts"
import { calendarFile, timerFiles } from "../schedule/schedule.ts"
import { coursePage } from "../training/course.ts"
import { findingPage, findingPath, type FindingKnowledge } from "./finding-pages.ts"
import { destinationPage, implementationPage, webhookPage } from "./guides.ts"
import { list, page, section } from "./markdown.ts"
import { contactsPage } from "./people.ts"
import { dataMapPage, noticePage, recordsPage } from "./privacy.ts"
import { changePage, dailyPage, incidentPage } from "./procedures.ts"
import { risksPage } from "./risks.ts"
import { runbookPage } from "./runbook-page.ts"
import { runbooks } from "./runbooks.ts"

export interface DocumentsInput {
  plan: ResolvedPlan
  /** Catalogs of the bundle: path → text */
  catalogs: ReadonlyMap<string, string>
  findings: readonly FindingKnowledge[]
  /** Midnight of the day the calendar begins, ms since 1970 */
  start: number
}

const titleOf = (path: string, text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? path

/** Every document of operations, by path. Pure: the same plan and knowledge give the same bytes. */
export const documents = ({ plan, catalogs, findings, start }: DocumentsInput): ReadonlyMap<string, string> => {
  const roles = [...new Set(Object.values(plan.people).flatMap(({ roles: own }) => own))].toSorted()
  const written: [string, string][] = [
    ["implementation.md", implementationPage(plan)],
    ...Object.values(plan.destinations).map((destination): [string, string] => [`integrations/${destination.id}.md`, destinationPage(plan, destination)]),
    ...Object.keys(plan.webhooks).map((name): [string, string] => [`integrations/webhook-${name}.md`, webhookPage(plan, name)]),
    ...catalogs,
    ["runbooks/daily.md", dailyPage(plan)],
    ...[...runbooks].map(([path, { title, runbook }]): [string, string] => [path, runbookPage(plan, title, runbook)]),
    ...findings.map((finding): [string, string] => [findingPath(finding.code), findingPage(plan, finding)]),
    ["incident-response.md", incidentPage(plan)],
    ["change-management.md", changePage(plan)],
    ["privacy/data-map.md", dataMapPage(plan)],
    ["privacy/records-of-processing.md", recordsPage(plan)],
    ["privacy/notice-facts.md", noticePage(plan)],
    ["risks.md", risksPage(plan)],
    ["contacts.md", contactsPage(plan)],
    ...roles.map((role): [string, string] => [`training/${role}.md`, coursePage(plan, role)]),
  ]
  const pages = new Map([["README.md", indexPage(plan, new Map(written))], ...written])
  const machines: [string, string][] = [
    ["monitoring/alerts.yml", prometheusRules(plan)],
    ["monitoring/alerts.test.yml", prometheusTests("alerts.yml", "1m")],
    ["monitoring/alerts.weekly.test.yml", prometheusTests("alerts.yml", "1h")],
    ["monitoring/grafana/tagwright.json", grafanaDashboard(plan.site.name)],
    ["schedule/tagwright.ics", calendarFile(plan, start)],
    ...Object.entries(timerFiles()),
  ]
  return new Map([...pages, ...machines])
}

const groups: readonly [title: string, belongs: (path: string) => boolean][] = [
  ["For developers", (path) => path === "implementation.md" || path.startsWith("catalog/")],
  ["Integrations", (path) => path.startsWith("integrations/")],
  ["Every day, and when something is wrong", (path) => path === "runbooks/daily.md" || path === "incident-response.md" || path === "change-management.md" || path === "contacts.md"],
  ["Alerts", (path) => path.startsWith("runbooks/alerts/")],
  ["Dead letters", (path) => path.startsWith("runbooks/dead-letters/")],
  ["Findings", (path) => path.startsWith("runbooks/findings/")],
  ["Privacy and risk", (path) => path.startsWith("privacy/") || path === "risks.md"],
  ["Training", (path) => path.startsWith("training/")],
]

const indexPage = (plan: ResolvedPlan, pages: ReadonlyMap<string, string>): string =>
  page(
    `Operations of ${plan.site.name}`,
    "Made from the plan by `tagwright docs`. `tagwright docs --check` says what is missing or no longer fits.",
    ...groups.map(([title, belongs]) => section(title, list([...pages].filter(([path]) => belongs(path)).map(([path, text]) => `[${titleOf(path, text)}](${path})`)))),
    section("Drills", list(drillNames.map((name) => `${drills[name]}: \`tagwright drill ${name}\``))),
  )
