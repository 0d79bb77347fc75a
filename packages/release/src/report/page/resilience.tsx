import type { FaultRecord } from "@tagwright/formats"
import { Badge, Empty, Mark, Section } from "@tagwright/pages"
import type { ReportSummary } from "../model.ts"
import { scenarioName } from "./words.ts"

const names: Record<FaultRecord["fault"], string> = {
  "kit-missing": "The data layer kit is missing",
  "gtm-blocked": "Tag Manager does not answer",
  "storage-blocked": "Cookies and storage are locked",
  "server-down": "Our server does not answer",
  "server-slow": "Our server answers late",
  "script-error": "The container throws",
  "strict-csp": "A policy lets in only the site's own",
  "ad-blocker": "An ad blocker refuses Tag Manager, vendors and our collector",
  "cmp-slow": "The consent tool comes last of all",
  "bad-signature": "A forged webhook",
  "killed-before-delivery": "The server is killed before it delivers",
  "duplicate-webhook": "Every webhook comes twice",
  "reordered-webhooks": "Webhooks come last first",
}

type Probe = ReportSummary["probes"][number]
/** The same question with the same answer is told once, with every place it was asked at. */
const together = (probes: readonly Probe[]): Probe[][] => [...Map.groupBy(probes, ({ probe, gate, holds, detail }) => JSON.stringify([probe, gate, holds, detail])).values()]

const Place = ({ at, walks }: { at: NonNullable<Probe["at"]>; walks: ReportSummary["walks"] }) => {
  const walk = walks.find(({ scenario, journey }) => scenario === at.scenario && journey === at.journey)
  const name = `${scenarioName(at.scenario)}, step ${at.step + 1}`
  return walk === undefined ? <>{name}</> : <a href={`#/walk/${walk.id}/${at.step}`}>{name}</a>
}

/** Journey by journey, where it was asked. */
const Places = ({ probes, walks }: { probes: readonly Probe[]; walks: ReportSummary["walks"] }) => {
  const placed = probes.flatMap(({ line, at }) => (at === undefined ? [] : [{ line, at }])).toSorted((a, b) => a.at.step - b.at.step)
  return (
    <>
      {[...Map.groupBy(placed, ({ at }) => at.journey)].map(([journey, places]) => (
        <p class="note" key={journey}>
          {journey}: {places.map(({ line, at }, index) => <span key={line} id={`r${line}`}>{index > 0 && " · "}<Place at={at} walks={walks} /></span>)}
        </p>
      ))}
    </>
  )
}

/** What was broken on purpose, and what the system was asked directly. */
export const Resilience = ({ summary }: { summary: ReportSummary }) => (
  <>
    <h1>Faults and probes</h1>
    <Section title="Broken on purpose" note="The visitor's way must go on; the server must lose and double nothing.">
      {summary.faults.length === 0 && <Empty>No fault was tried.</Empty>}
      <ul class="checks">
        {summary.faults.map((fault) => (
          <li key={fault.line} id={`r${fault.line}`}>
            <Mark tone={fault.survived ? "good" : "bad"} label={fault.survived ? "survived" : "not survived"} />
            <div>
              <b>{names[fault.fault]}</b> {fault.journey !== undefined && <Badge>{fault.journey}</Badge>}
              <p class="note">{fault.detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
    <Section title="Asked directly" note="Questions with a yes or no answer.">
      {summary.probes.length === 0 && <Empty>Nothing was asked.</Empty>}
      <ul class="checks">
        {together(summary.probes).map(([first, ...more]) => first !== undefined && (
          <li key={first.line} id={first.at === undefined ? `r${first.line}` : undefined}>
            <Mark tone={first.holds ? "good" : "bad"} label={first.holds ? "holds" : "does not hold"} />
            <div>
              <b>{first.probe.replaceAll("-", " ")}</b> <Badge>{first.gate}</Badge>
              <p class="note">{first.detail}</p>
              <Places probes={[first, ...more]} walks={summary.walks} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  </>
)
