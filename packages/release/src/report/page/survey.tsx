import { Badge, Columns, Empty, Mark, plural, Scroll, Section } from "@tagwright/pages"
import type { ReportSummary } from "../model.ts"
import { Bar } from "./coverage.tsx"
import { Facts } from "./overview.tsx"

/** Pages named on the first screen; all stand under Coverage. */
const SHOWN = 14

const Pages = ({ summary: { pages, elements } }: { summary: ReportSummary }) => {
  const walked = pages.filter(({ outcome }) => outcome === "walked")
  return (
    <div class="survey-pages">
      <Scroll label="Pages and how much of them is measured">
        <table class="list">
          <Columns names={["Page", "Elements", "Push an event"]} />
          <tbody>
            {walked.slice(0, SHOWN).map(({ line, page, path }) => {
              const own = elements.filter((element) => element.page === page)
              return (
                <tr key={line}>
                  <th scope="row">
                    <a href={`#/coverage/r${line}`}>{path}</a>
                  </th>
                  <td>{own.length}</td>
                  <td>
                    <Bar elements={own} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
      {walked.length > SHOWN && (
        <p class="note">
          <a href="#/coverage">and {plural(walked.length - SHOWN, "more page")}</a>
        </p>
      )}
    </div>
  )
}

const Parties = ({ parties }: { parties: ReportSummary["parties"] }) => (
  <Scroll label="Other parties">
    <table class="list">
      <Columns names={["Host", "Requests", "Before any choice"]} />
      <tbody>
        {parties.map(({ host, requests, beforeChoice }) => (
          <tr key={host}>
            <th scope="row">
              <code>{host}</code>
            </th>
            <td>{requests}</td>
            <td>{beforeChoice === 0 ? <Mark tone="good" label="none" /> : <Badge tone="bad">{beforeChoice}</Badge>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

/** Without a plan nothing can be right or wrong, but it can be told what is there. */
export const Survey = ({ summary }: { summary: ReportSummary }) => {
  const { pages, elements, personalData, parties, walks } = summary
  const walked = pages.filter(({ outcome }) => outcome === "walked").length
  const measured = elements.filter(({ measuredBy }) => measuredBy !== undefined).length
  const events = [...new Set(walks.flatMap(({ steps }) => steps.flatMap((step) => step.events)))]
  const early = parties.filter(({ beforeChoice }) => beforeChoice > 0)
  return (
    <>
      <div class={`hero ${personalData.length === 0 ? "quiet" : "bad"}`}>
        <div class="hero-text">
          <h1>A site without a plan</h1>
          <p class="lead">
            {plural(walked, "page")} walked, {measured} of {plural(elements.length, "interactive element")} push an event.{" "}
            {personalData.length === 0 ? "No personal data was found." : <a href="#/personal-data">Personal data was found {plural(personalData.length, "time")}.</a>}
          </p>
          <p class="note">
            <code>tagwright init</code> writes a first plan into the site; what each element could push stands under <a href="#/coverage">Coverage</a>.
          </p>
          <Facts summary={summary} />
        </div>
        <Pages summary={summary} />
      </div>
      <Section title="Other parties" note="Hosts that the site contacts beside itself. Nothing reached them: every attempt was recorded and answered here.">
        {parties.length === 0 ? <Empty>The site talks to nobody else.</Empty> : <Parties parties={parties} />}
        {early.length > 0 && <p class="note">{plural(early.length, "host")} contacted before the visitor could choose: a consent banner has to come first where they are not strictly necessary.</p>}
      </Section>
      <Section title="Events in the data layer" note="Names that the site pushed by itself while its pages were opened and its elements used.">
        {events.length === 0 ? <Empty>None.</Empty> : <p>{events.map((event) => <Badge key={event}>{event}</Badge>)}</p>}
      </Section>
    </>
  )
}
