import { Empty, Mark } from "@tagwright/pages"
import { useEffect } from "preact/hooks"
import type { ReportSummary, StepSummary, WalkSummary } from "../model.ts"
import { loadWalk } from "./data.ts"
import { reveal } from "./route.ts"
import { Step } from "./step.tsx"
import { useLoaded } from "./use-loaded.ts"
import { scenarioName } from "./words.ts"

const stepTone = (step: StepSummary) => (step.outcome === "inconclusive" ? "warn" : step.problems.length > 0 ? "bad" : "good")

const Scenarios = ({ walks, walk, step }: { walks: readonly WalkSummary[]; walk: WalkSummary; step: number }) => {
  const same = walks.filter(({ journey }) => journey === walk.journey)
  const next = same[(same.indexOf(walk) + 1) % same.length]
  return (
    <nav class="tabs" aria-label="Consent choice">
      {same.map((other) => (
        <a key={other.id} href={`#/walk/${other.id}/${step}`} aria-current={other === walk ? "true" : undefined} data-next-scenario={other === next ? "" : undefined}>
          {scenarioName(other.scenario)}
          {other.steps.some(({ problems }) => problems.length > 0) && <span class="dot" title="has problems" />}
        </a>
      ))}
    </nav>
  )
}

/** Events named under a step; the rest is counted. */
const NAMED = 3
const eventsOf = ({ events }: StepSummary): string =>
  events.length === 0 ? "no event" : events.slice(0, NAMED).join(" · ") + (events.length > NAMED ? ` · ${events.length - NAMED} more` : "")

const Timeline = ({ walk, current }: { walk: WalkSummary; current: number }) => {
  const at = walk.steps.findIndex(({ step }) => step === current)
  return (
    <nav class="timeline" aria-label="Steps">
      <ol>
        {walk.steps.map((step, index) => (
          <li key={step.step}>
            <a
              href={`#/walk/${walk.id}/${step.step}`}
              aria-current={step.step === current ? "step" : undefined}
              data-next={index === at + 1 ? "" : undefined}
              data-previous={index === at - 1 ? "" : undefined}
            >
              <Mark tone={stepTone(step)} label={step.problems.length > 0 ? "has problems" : "as expected"} />
              <span>
                {step.title}
                <small>{eventsOf(step)}</small>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface Props {
  summary: ReportSummary
  id: string
  step: number
  record: string | undefined
}

/** One journey under one consent choice: the steps as a timeline, one step in full. */
export const Walk = ({ summary, id, step, record }: Props) => {
  const walk = summary.walks.find((candidate) => candidate.id === id)
  const { value: records, error } = useLoaded(id, () => loadWalk(id))
  useEffect(() => {
    if (records === undefined) return
    if (record !== undefined) reveal(record)
    else document.querySelector('.timeline [aria-current="step"]')?.scrollIntoView({ block: "nearest" })
  }, [records, step, record])
  if (walk === undefined) return <Empty>There is no such walk in this evidence.</Empty>
  const chosen = walk.steps.find((candidate) => candidate.step === step) ?? walk.steps[0]
  return (
    <>
      <div class="walk-head">
        <p class="crumb">
          <a href="#/journeys">Journeys</a>
        </p>
        <h1>{walk.journey}</h1>
        {walk.har !== undefined && (
          <p class="note har">
            <a href={walk.har} download>
              The traffic of this walk as a HAR file
            </a>
            , for the network panel of any browser
          </p>
        )}
        <p class="on-paper">{scenarioName(walk.scenario)}</p>
        <Scenarios walks={summary.walks} walk={walk} step={step} />
      </div>
      <div class="walk">
        <Timeline walk={walk} current={chosen?.step ?? 0} />
        <div class="walk-body">
          {error !== undefined && <Empty>{error}</Empty>}
          {records === undefined && error === undefined && <p class="empty" aria-busy="true">Loading the walk…</p>}
          {records !== undefined && chosen !== undefined && <Step key={`${id}/${chosen.step}`} walk={walk} summary={chosen} records={records} />}
        </div>
      </div>
    </>
  )
}
