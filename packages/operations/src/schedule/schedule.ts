import type { ResolvedPlan } from "@tagwright/formats"

/** S1 to S3: what comes again, and how often. One table makes the calendar and the timers. */
export const rhythms = [
  { id: "daily", title: "Daily checks and report", command: "tagwright report daily", calendar: "*-*-* 07:00:00", rrule: "FREQ=DAILY", minutes: 15, page: "runbooks/daily.md" },
  { id: "monthly", title: "Monthly audit: data quality, documents, training, compliance", command: "tagwright report monthly", calendar: "*-*-01 08:00:00", rrule: "FREQ=MONTHLY;BYMONTHDAY=1", minutes: 60, page: "runbooks/daily.md" },
  { id: "quarterly", title: "Quarterly review: business, technology, process, risks, training", command: "tagwright report quarterly", calendar: "*-01,04,07,10-01 09:00:00", rrule: "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", minutes: 120, page: "risks.md" },
  { id: "drills", title: "All drills, on a copy", command: "tagwright drill --all", calendar: "*-01,04,07,10-02 09:00:00", rrule: "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=2", minutes: 60, page: "incident-response.md" },
] as const

const stamp = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, "")
/** RFC 5545: lines are folded at 75 octets. */
const LONGEST_LINE = 75
const fold = (line: string): string => {
  const parts: string[] = []
  let rest = line
  while (Buffer.byteLength(rest) > LONGEST_LINE) {
    let cut = LONGEST_LINE
    while (Buffer.byteLength(rest.slice(0, cut)) > LONGEST_LINE) cut -= 1
    parts.push(rest.slice(0, cut))
    rest = ` ${rest.slice(cut)}`
  }
  return [...parts, rest].join("\r\n")
}
const escaped = (text: string): string => text.replaceAll(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n")
const hourOf = (calendar: string): number => Number(calendar.slice(-8, -6))

/** `schedule/tagwright.ics`. `start`: midnight of the first day, ms since 1970, so that the same day gives the same bytes. */
export const calendarFile = (plan: ResolvedPlan, start: number): string => {
  const events = rhythms.flatMap(({ id, title, command, calendar, rrule, minutes, page }) => {
    const at = start + hourOf(calendar) * 3_600_000
    return ["BEGIN:VEVENT", `UID:${id}@tagwright.${plan.site.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`, `DTSTAMP:${stamp(start)}`, `DTSTART:${stamp(at)}`, `DURATION:PT${minutes}M`, `RRULE:${rrule}`, `SUMMARY:${escaped(title)}`, `DESCRIPTION:${escaped(`Run: ${command}\nSee: ${page}`)}`, "END:VEVENT"]
  })
  const onCall = plan.operations.onCall.map((person, index) => {
    const at = start + index * 7 * 86_400_000
    return ["BEGIN:VEVENT", `UID:on-call-${person}@tagwright`, `DTSTAMP:${stamp(start)}`, `DTSTART;VALUE=DATE:${stamp(at).slice(0, 8)}`, "DURATION:P7D", `RRULE:FREQ=WEEKLY;INTERVAL=${plan.operations.onCall.length}`, `SUMMARY:${escaped(`On call: ${plan.people[person]?.name ?? person}`)}`, "END:VEVENT"]
  })
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tagwright//Operations//EN", "CALSCALE:GREGORIAN", ...events, ...onCall.flat(), "END:VCALENDAR"]
  return `${lines.map(fold).join("\r\n")}\r\n`
}

/** `schedule/systemd/`: a service and a timer per rhythm. */
export const timerFiles = (): Record<string, string> =>
  Object.fromEntries(
    rhythms.flatMap(({ id, title, command, calendar }) => [
      [
        `schedule/systemd/tagwright-${id}.service`,
        `[Unit]\nDescription=Tagwright: ${title}\n\n[Service]\nType=oneshot\n# TAGWRIGHT_ADMIN_TOKEN and, for mail, the variable of the plan's mail channel; readable by root only.\nEnvironmentFile=/etc/tagwright/tagwright.env\nWorkingDirectory=/etc/tagwright\nExecStart=/usr/bin/npx ${command}\n# A report with findings is no failure of the timer.\nSuccessExitStatus=1\nNoNewPrivileges=yes\nPrivateTmp=yes\nProtectSystem=full\n`,
      ],
      [`schedule/systemd/tagwright-${id}.timer`, `[Unit]\nDescription=Tagwright: ${title}\n\n[Timer]\nOnCalendar=${calendar}\nPersistent=true\nRandomizedDelaySec=5m\n\n[Install]\nWantedBy=timers.target\n`],
    ]),
  )
