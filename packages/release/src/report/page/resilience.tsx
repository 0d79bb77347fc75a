import { Badge, Empty, Mark, Section } from "@tagwright/pages"
import type { ReportSummary } from "../model.ts"

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
              <b>{fault.fault.replaceAll("-", " ")}</b> {fault.journey !== undefined && <Badge>{fault.journey}</Badge>}
              <p class="note">{fault.detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
    <Section title="Asked directly" note="Questions with a yes or no answer.">
      {summary.probes.length === 0 && <Empty>Nothing was asked.</Empty>}
      <ul class="checks">
        {summary.probes.map((probe) => (
          <li key={probe.line} id={`r${probe.line}`}>
            <Mark tone={probe.holds ? "good" : "bad"} label={probe.holds ? "holds" : "does not hold"} />
            <div>
              <b>{probe.probe.replaceAll("-", " ")}</b> <Badge>{probe.gate}</Badge>
              <p class="note">{probe.detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  </>
)
