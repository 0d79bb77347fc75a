import type { RecordKind } from "@tagwright/formats"
import { Badge, Mark } from "@tagwright/pages"
import type { Line, StepSummary, WalkRecords, WalkSummary } from "../model.ts"
import { Consent } from "./consent.tsx"
import { Expectations } from "./expectations.tsx"
import { Pushes } from "./pushes.tsx"
import { Requests } from "./requests.tsx"
import { Deliveries } from "./deliveries.tsx"
import { Storage } from "./storage.tsx"
import { PersonalRows } from "./personal-data.tsx"
import { duration, passed } from "./words.ts"

const pick = <K extends RecordKind>(records: WalkRecords, kind: K): Line<K>[] => records.filter((line): line is Extract<WalkRecords[number], { kind: K }> & Line<K> => line.kind === kind)

const Screenshot = ({ path, title }: { path: string; title: string }) => (
  <a class="shot" href={path} target="_blank" rel="noopener">
    <img src={path} alt={`The page after “${title}”`} loading="lazy" decoding="async" />
  </a>
)

const Outcome = ({ step }: { step: Line<"step"> }) => {
  if (step.outcome === "done") return null
  const tone = step.outcome === "failed" ? "bad" : "warn"
  return (
    <p class={`alert ${tone}`}>
      <Mark tone={tone} label={step.outcome} /> {step.outcome === "failed" ? "This step could not be done" : "This step shows nothing either way"}
      {step.reason !== undefined && `: ${step.reason}`}
    </p>
  )
}

/** One step: the page, then what it pushed, which tags fired and why, what left, what stayed. */
export const Step = ({ walk, summary, records }: { walk: WalkSummary; summary: StepSummary; records: WalkRecords }) => {
  const lines = records.filter(({ step }) => step === summary.step)
  const [step] = pick(lines, "step")
  const firings = pick(lines, "firing")
  const milliseconds = step?.volatile?.["ms"]
  const before = pick(records, "storage").findLast((line) => line.step < summary.step)
  const index = walk.steps.indexOf(summary)
  const [previous, next] = [walk.steps[index - 1], walk.steps[index + 1]]
  return (
    <article class="step" id={step === undefined ? undefined : `r${step.line}`}>
      <header class="step-head">
        <div>
          <p class="crumb">
            Step {summary.step + 1} of {walk.steps.length}
          </p>
          <h2>{summary.title}</h2>
          <p class="chips">
            {summary.url !== "" && <code>{summary.url}</code>}
            {typeof milliseconds === "number" && <Badge>{duration(milliseconds)}</Badge>}
            {step?.aheadMs !== undefined && <Badge>the page's clock: {passed(step.aheadMs)} ahead</Badge>}
            {summary.destinations.map((destination) => (
              <Badge key={destination} tone="accent">
                {destination}
              </Badge>
            ))}
          </p>
        </div>
        <div class="pager">
          {previous !== undefined && (
            <a href={`#/walk/${walk.id}/${previous.step}`} aria-label="Previous step" title="Previous (k)">
              ←
            </a>
          )}
          {next !== undefined && (
            <a href={`#/walk/${walk.id}/${next.step}`} aria-label="Next step" title="Next (j)">
              →
            </a>
          )}
        </div>
      </header>
      {step !== undefined && <Outcome step={step} />}
      <div class="step-top">
        {summary.screenshot !== undefined && <Screenshot path={summary.screenshot} title={summary.title} />}
        <div>
          {step !== undefined && <Consent step={step} banner={pick(lines, "banner")[0]} />}
          <Expectations lines={pick(lines, "expectation")} />
        </div>
      </div>
      {pick(lines, "personal-data").length > 0 && (
        <section>
          <h3>Personal data</h3>
          <PersonalRows lines={pick(lines, "personal-data")} />
        </section>
      )}
      <Pushes pushes={pick(lines, "push")} firings={firings} />
      <Requests requests={pick(lines, "request")} />
      <Deliveries events={pick(lines, "server-event")} deliveries={pick(lines, "delivery")} />
      <Storage line={pick(lines, "storage").at(-1)} before={before} />
    </article>
  )
}
