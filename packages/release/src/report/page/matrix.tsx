import type { WalkSummary } from "../model.ts"
import { Mark, Scroll } from "./ui.tsx"
import { plural, scenarioName } from "./words.ts"

const toneOf = (walk: WalkSummary) =>
  walk.steps.some(({ outcome }) => outcome === "inconclusive") ? "warn" : walk.steps.some(({ problems }) => problems.length > 0) ? "bad" : "good"
const wordOf = { warn: "inconclusive", bad: "has problems", good: "as expected" } as const

/** Tags that make a bar as tall as it gets. */
const FULL = 6
const height = (tags: number): string => `${Math.min(100, Math.round((tags / FULL) * 100))}%`

/** One bar per step: solid is what fired, hollow is what consent held back. A walk at a glance. */
const Pulse = ({ walk }: { walk: WalkSummary }) => (
  <span class="pulse" aria-hidden="true">
    {walk.steps.map(({ step, counts, problems }) => (
      <span key={step} class={problems.length > 0 ? "bad" : ""} title={`step ${step + 1}: ${counts.fired} fired, ${counts.held} held back`}>
        {counts.held > 0 && <i class="held" style={{ height: height(counts.held) }} />}
        {counts.fired > 0 && <i style={{ height: height(counts.fired) }} />}
      </span>
    ))}
  </span>
)

const Cell = ({ walk }: { walk: WalkSummary }) => {
  const tone = toneOf(walk)
  const sum = (key: "fired" | "held" | "requests") => walk.steps.reduce((total, { counts }) => total + counts[key], 0)
  return (
    <a class="cell" href={`#/walk/${walk.id}`}>
      <span class="cell-head">
        <Mark tone={tone} label={wordOf[tone]} />
        <span class="sr">{walk.journey}</span>
        <span class="cell-name">{scenarioName(walk.scenario)}</span>
      </span>
      <Pulse walk={walk} />
      <span class="cell-facts">
        {plural(sum("fired"), "tag")} fired, {sum("held")} held back, {plural(sum("requests"), "request")}
      </span>
    </a>
  )
}

/** Journeys × consent scenarios. */
export const Matrix = ({ walks }: { walks: readonly WalkSummary[] }) => {
  const scenarios = [...new Set(walks.map(({ scenario }) => scenario))]
  const journeys = [...new Set(walks.map(({ journey }) => journey))]
  return (
    <div>
      <Scroll label="Journeys and consent choices">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Journey</th>
            {scenarios.map((scenario) => (
              <th scope="col" key={scenario}>
                {scenarioName(scenario)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {journeys.map((journey) => (
            <tr key={journey}>
              <th scope="row">
                {journey}
                <small>{plural(walks.find((walk) => walk.journey === journey)?.steps.length ?? 0, "step")}</small>
              </th>
              {scenarios.map((scenario) => {
                const walk = walks.find((candidate) => candidate.journey === journey && candidate.scenario === scenario)
                return <td key={scenario}>{walk === undefined ? <span class="note">not walked</span> : <Cell walk={walk} />}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
      </Scroll>
      <p class="pulse-key">
        <span>A bar per step:</span>
        <span>
          <i /> tags fired
        </span>
        <span>
          <i class="held" /> held back by consent
        </span>
        <span>
          <i class="bad" /> has a problem
        </span>
      </p>
    </div>
  )
}
