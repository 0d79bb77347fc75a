import { drillNames, kpiIds, kpis, type Kpi, type KpiReport } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { calendarFile, courseFor, makeReport, onCallAt, passes, reportMarkdown, rhythms, risks, scoreOf, timerFiles, type ReportInput } from "../src/index.ts"
import { plan, planOf } from "./plan.ts"

const NOW = Date.parse("2026-11-25T07:00:00Z")
const DAY_MS = 86_400_000
const figures = (change: Partial<Record<string, Partial<Kpi>>> = {}): KpiReport => ({
  version: 1,
  environment: "production",
  data: "production",
  from: NOW - DAY_MS,
  to: NOW,
  leftOut: 0,
  kpis: kpiIds.map((id): Kpi => ({ id, ...kpis[id], value: 1, status: "met", good: 1, of: 1, excluded: [], trend: [], missed: 0, misses: [], ...change[id] })),
})
const healthy = (kind: ReportInput["kind"]): ReportInput => ({
  kind,
  plan,
  now: NOW,
  kpis: figures(),
  before: figures(),
  alerts: [],
  attention: [],
  staleDocuments: [],
  untrained: [],
  unwatched: [],
  drills: drillNames.map((drill) => ({ kind: "drill", at: NOW - DAY_MS, drill, outcome: "passed", detectedBy: "x", detectedMs: 1, recoveredMs: 2, steps: [], by: "program" })),
})
const found = (input: ReportInput) => makeReport(input).findings.map(({ area, severity }) => `${severity} ${area}`)

describe("S1 to S3 reports", () => {
  it.each(["daily", "monthly", "quarterly"] as const)("a healthy system has an empty to-do list in its %s report", (kind) => {
    const report = makeReport(healthy(kind))
    expect(report.findings).toEqual([])
    expect(reportMarkdown(report)).toContain("## To do\n\nNothing.")
  })
  it("each finds what it is for, what is urgent first", () => {
    expect(found({ ...healthy("daily"), attention: [{ id: "dead:crm", tone: "warn", title: "3 dead letters for crm", detail: "Look at one of them.", href: "/ops/deliveries" }], kpis: figures({ K1: { status: "missed", value: 0.5 } }) })).toEqual(["act figures", "watch health"])
    expect(found({ ...healthy("monthly"), staleDocuments: ["risks.md"], untrained: ["ama/privacy-officer"] })).toEqual(["act documents", "act training"])
    expect(found({ ...healthy("monthly"), kpis: figures({ K11: { status: "unknown", value: null } }) })).toEqual(["watch figures"])
    expect(found({ ...healthy("quarterly"), drills: healthy("daily").drills.slice(1) })).toEqual(["act drills"])
    expect(found({ ...healthy("daily"), drills: [] })).toEqual([])
    const waived = planOf({ waivers: [{ selector: "a", reason: "r", owner: "privacy", expires: "2026-12-01" }] })
    expect(found({ ...healthy("monthly"), plan: waived })).toEqual(["watch compliance"])
  })
  it("a share that falls is said even above its target", () => {
    const report = makeReport({ ...healthy("daily"), kpis: figures({ K2: { value: 0.93 } }) })
    expect(report.findings).toMatchObject([{ severity: "watch", what: "K2 Parameter accuracy fell by 7 points" }])
    expect(reportMarkdown(report)).toContain("−7.0 points")
  })
  it("turns of being on call follow the weeks", () => {
    const names = [0, 1, 2].map((week) => onCallAt(plan, NOW + week * 7 * DAY_MS))
    expect(new Set(names.slice(0, 2))).toEqual(new Set(["Tomasz Wilk", "Ida Nordahl"]))
    expect(names[2]).toBe(names[0])
  })
})

describe("S the schedule", () => {
  const text = calendarFile(plan, Date.UTC(2026, 0, 1))
  it("is a calendar by RFC 5545: lines of at most 75 octets, CRLF, every rhythm and turn once", () => {
    expect(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n")).toBe(true)
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(rhythms.length + plan.operations.onCall.length)
    expect(text).toContain("RRULE:FREQ=WEEKLY;INTERVAL=2")
  })
  it("has a service and a timer per rhythm", () => {
    const files = timerFiles()
    for (const { id, calendar } of rhythms) {
      expect(files[`schedule/systemd/tagwright-${id}.timer`]).toContain(`OnCalendar=${calendar}`)
      expect(files[`schedule/systemd/tagwright-${id}.service`]).toContain("ExecStart=/usr/bin/npx tagwright ")
    }
  })
})

describe("O3 courses", () => {
  it("every role of the ledger has questions, and one wrong answer is forgiven, more are not", () => {
    for (const role of ["development-lead", "devops-lead", "qa-lead", "security-lead", "marketing-director", "privacy-officer", "analytics-manager", "operations-manager", "cto", "cmo", "legal-counsel", "project-sponsor", "a-role-of-your-own"]) {
      const course = courseFor(plan, role)
      const right = course.questions.map((question) => question.right + 1)
      expect(course.questions.length, role).toBeGreaterThanOrEqual(4)
      expect(passes(course, scoreOf(course, right))).toBe(true)
      expect(passes(course, scoreOf(course, right.map((answer) => (answer % 3) + 1)))).toBe(false)
      for (const { answers, right: index } of course.questions) expect(answers[index]).toBeDefined()
    }
  })
  it("a plan that changed what is taught is another course", () => {
    const other = planOf({ retention: { eventsDays: 30 } })
    expect(courseFor(other, "legal-counsel").digest).not.toBe(courseFor(plan, "legal-counsel").digest)
    expect(courseFor(other, "devops-lead").digest).toBe(courseFor(plan, "devops-lead").digest)
  })
})

it("the risk register has the twelve risks, each with an owner and evidence", () => {
  expect(risks.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => `R${index + 1}`))
  for (const { evidence, id } of risks) expect(Object.values(evidence).flat().length, id).toBeGreaterThan(0)
})
