import { Badge, Columns, Mark, plural, Scroll, Section } from "@tagwright/pages"
import type { WalkSummary } from "../model.ts"
import { scenarioName } from "./words.ts"

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

const sumOf = (walk: WalkSummary, key: "fired" | "held" | "requests"): number => walk.steps.reduce((total, { counts }) => total + counts[key], 0)

const Cell = ({ walk }: { walk: WalkSummary }) => {
  const tone = toneOf(walk)
  return (
    <a class="cell" href={`#/walk/${walk.id}`}>
      <span class="cell-head">
        <Mark tone={tone} label={wordOf[tone]} />
        <span class="sr">{walk.journey}</span>
        <span class="cell-name">{scenarioName(walk.scenario)}</span>
      </span>
      <Pulse walk={walk} />
      <span class="cell-facts">
        {plural(sumOf(walk, "fired"), "tag")} fired, {sumOf(walk, "held")} held back, {plural(sumOf(walk, "requests"), "request")}
      </span>
    </a>
  )
}

/** The scenario whose journeys are single cases of the consent matrix: they stand under no other scenario, and no other journey under it. */
const caseScenario = "matrix"

/** Who got anything of this visitor, besides the site's own server. */
const Receivers = ({ walk }: { walk: WalkSummary }) => {
  const names = [...new Set(walk.steps.flatMap(({ destinations }) => destinations))].sort()
  if (names.length === 0) return <span class="note">nobody</span>
  return (
    <span class="chips inline">
      {names.map((name) => (
        <Badge key={name} tone="accent">
          {name}
        </Badge>
      ))}
    </span>
  )
}

/** One row per visitor of the consent matrix. */
const Cases = ({ walks }: { walks: readonly WalkSummary[] }) => (
  <Section title={plural(walks.length, "consent case")} note="What a visitor chose, what happened then, how the banner behaved, Global Privacy Control, the region; and which destination received anything, which the gates P2 to P4 compare with the choice.">
    <Scroll label="Consent cases">
      <table class="list cases">
        <Columns names={["Visitor", "Outcome", "Received by", "Steps", "Tags fired", "Held back", "Requests"]} />
        <tbody>
          {walks.map((walk) => {
            const tone = toneOf(walk)
            return (
              <tr key={walk.id}>
                <th scope="row">
                  <a href={`#/walk/${walk.id}`}>{walk.journey.replace(/^consent: /, "")}</a>
                </th>
                <td>
                  <Mark tone={tone} label={wordOf[tone]} /> <span aria-hidden="true">{wordOf[tone]}</span>
                </td>
                <td>
                  <Receivers walk={walk} />
                </td>
                <td class="pulse-cell">
                  <Pulse walk={walk} />
                </td>
                <td data-name="tags fired">{sumOf(walk, "fired")}</td>
                <td data-name="held back">{sumOf(walk, "held")}</td>
                <td data-name="requests">{sumOf(walk, "requests")}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  </Section>
)

/** How the cases went, in a line that leads to them. */
const CasesInBrief = ({ walks }: { walks: readonly WalkSummary[] }) => {
  const open = walks.filter((walk) => toneOf(walk) !== "good").length
  return (
    <p class="cases-brief">
      <Mark tone={open === 0 ? "good" : "bad"} label={open === 0 ? "as expected" : "has problems"} />{" "}
      <a href="#/journeys">
        {plural(walks.length, "consent case")}: {open === 0 ? "all as expected" : `${open} not as expected`}
      </a>
    </p>
  )
}

/** Journeys × consent scenarios, and below them the cases of the consent matrix. */
export const Matrix = ({ walks: all, brief = false }: { walks: readonly WalkSummary[]; brief?: boolean }) => {
  const [cases, walks] = [all.filter(({ scenario }) => scenario === caseScenario), all.filter(({ scenario }) => scenario !== caseScenario)]
  return (
    <>
      {walks.length > 0 && <Grid walks={walks} />}
      {cases.length > 0 && (brief ? <CasesInBrief walks={cases} /> : <Cases walks={cases} />)}
    </>
  )
}

/** Further browsers walk the two ends of consent: what lies between them is the container's, not the browser's. */
const NotWalked = ({ journey }: { journey: string }) => {
  const browser = /\((firefox|webkit|chromium-mobile)\)$/.exec(journey)?.[1]
  return <span class="note">{browser === undefined ? "not part of this run" : `${browser} walks under all and under no consent`}</span>
}

const Grid = ({ walks }: { walks: readonly WalkSummary[] }) => {
  const scenarios = [...new Set(walks.map(({ scenario }) => scenario))]
  const journeys = [...new Set(walks.map(({ journey }) => journey))]
  return (
    <div>
      <Scroll label="Journeys and consent choices">
      <table class="matrix">
        <Columns names={["Journey", ...scenarios.map(scenarioName)]} />
        <tbody>
          {journeys.map((journey) => (
            <tr key={journey}>
              <th scope="row">
                {journey}
                <small>{plural(walks.find((walk) => walk.journey === journey)?.steps.length ?? 0, "step")}</small>
              </th>
              {scenarios.map((scenario) => {
                const walk = walks.find((candidate) => candidate.journey === journey && candidate.scenario === scenario)
                return <td key={scenario}>{walk === undefined ? <NotWalked journey={journey} /> : <Cell walk={walk} />}</td>
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
