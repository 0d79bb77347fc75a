import type { FaultRecord } from "@tagwright/formats"
import { Badge, Empty, Mark, Section } from "@tagwright/pages"
import type { ReportSummary } from "../model.ts"

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
