import { Badge, Columns, Empty, Mark, plural, Scroll, Section } from "@tagwright/pages"
import { useState } from "preact/hooks"
import type { ReportSummary, StepSummary, WalkSummary } from "../model.ts"
import { Matrix } from "./matrix.tsx"
import { scenarioName } from "./words.ts"

interface Filter {
  text: string
  scenario: string
  journey: string
  destination: string
  tag: string
  problems: boolean
}
const everything: Filter = { text: "", scenario: "", journey: "", destination: "", tag: "", problems: false }

const matches = (filter: Filter, walk: WalkSummary, step: StepSummary): boolean => {
  const text = filter.text.trim().toLowerCase()
  return (
    (filter.scenario === "" || walk.scenario === filter.scenario) &&
    (filter.journey === "" || walk.journey === filter.journey) &&
    (filter.destination === "" || step.destinations.includes(filter.destination)) &&
    (filter.tag === "" || step.tags.includes(filter.tag)) &&
    (!filter.problems || step.problems.length > 0) &&
    (text === "" || [step.title, step.url, ...step.events, ...step.tags, ...step.destinations].some((part) => part.toLowerCase().includes(text)))
  )
}

const Choice = ({ label, value, options, name = (option) => option, onChange }: { label: string; value: string; options: string[]; name?: (option: string) => string; onChange: (value: string) => void }) => (
  <label>
    <span>{label}</span>
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">any</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {name(option)}
        </option>
      ))}
    </select>
  </label>
)

const StepRow = ({ walk, step }: { walk: WalkSummary; step: StepSummary }) => (
  <tr>
    <td>
      <Mark tone={step.outcome === "inconclusive" ? "warn" : step.problems.length > 0 ? "bad" : "good"} label={step.problems.length > 0 ? "has problems" : "as expected"} />
    </td>
    <th scope="row">
      <a href={`#/walk/${walk.id}/${step.step}`}>
        {step.step + 1}. {step.title}
      </a>
      <small>
        {walk.journey} · {scenarioName(walk.scenario)}
      </small>
    </th>
    <td class="chips">
      {step.events.map((event) => (
        <Badge key={event}>{event}</Badge>
      ))}
    </td>
    <td class="chips">
      {step.destinations.map((destination) => (
        <Badge key={destination} tone="accent">
          {destination}
        </Badge>
      ))}
    </td>
  </tr>
)

const unique = (list: string[]): string[] => [...new Set(list)].sort()
/** Rows drawn at once: enough to read, few enough to stay quick. */
const SHOWN = 200

export const Journeys = ({ summary }: { summary: ReportSummary }) => {
  const [filter, setFilter] = useState(everything)
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change })
  const { walks } = summary
  const steps = walks.flatMap((walk) => walk.steps)
  const found = walks.flatMap((walk) => walk.steps.filter((step) => matches(filter, walk, step)).map((step) => ({ walk, step })))
  const filtered = JSON.stringify(filter) !== JSON.stringify(everything)
  return (
    <>
      <h1>Journeys</h1>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label class="wide">
          <span>Find</span>
          <input type="search" placeholder="event, tag, path…" value={filter.text} onInput={(event) => set({ text: event.currentTarget.value })} />
        </label>
        <Choice label="Consent" value={filter.scenario} options={unique(walks.map(({ scenario }) => scenario))} name={scenarioName} onChange={(scenario) => set({ scenario })} />
        <Choice label="Journey" value={filter.journey} options={unique(walks.map(({ journey }) => journey))} onChange={(journey) => set({ journey })} />
        <Choice label="Destination" value={filter.destination} options={unique(steps.flatMap(({ destinations }) => destinations))} onChange={(destination) => set({ destination })} />
        <Choice label="Tag" value={filter.tag} options={unique(steps.flatMap(({ tags }) => tags))} onChange={(tag) => set({ tag })} />
        <label class="check">
          <input type="checkbox" checked={filter.problems} onChange={(event) => set({ problems: event.currentTarget.checked })} />
          <span>Problems only</span>
        </label>
        {filtered && (
          <button type="button" onClick={() => setFilter(everything)}>
            Clear
          </button>
        )}
      </form>
      {filtered ? (
        <Section title={plural(found.length, "step")} note={`of ${steps.length}`}>
          {found.length === 0 ? (
            <Empty>No step matches. Fewer conditions show more.</Empty>
          ) : (
            <Scroll label="Steps">
              <table class="list">
                <Columns names={["", "Step", "Events", "Reached"]} />
                <tbody>
                  {found.slice(0, SHOWN).map(({ walk, step }) => (
                    <StepRow key={`${walk.id}/${step.step}`} walk={walk} step={step} />
                  ))}
                </tbody>
              </table>
              {found.length > SHOWN && <Empty>{`${found.length - SHOWN} more: narrow it down.`}</Empty>}
            </Scroll>
          )}
        </Section>
      ) : (
        <Matrix walks={walks} />
      )}
    </>
  )
}
