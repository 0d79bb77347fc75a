import { Badge, Columns, Empty, Mark, plural, Scroll, Section } from "@tagwright/pages"
import type { Line, ReportSummary } from "../model.ts"

type Element = Line<"element">
type Page = Line<"page">
const stateOf = ({ measuredBy, waiver }: Element) => (measuredBy !== undefined ? "measured" : waiver !== undefined ? "excused" : "open")
const tones = { measured: "good", excused: "quiet", open: "bad" } as const

export const Bar = ({ elements }: { elements: Element[] }) => {
  const share = (state: string) => elements.filter((element) => stateOf(element) === state).length
  const [measured, excused, open] = [share("measured"), share("excused"), share("open")]
  return (
    <span class="bar" role="img" aria-label={`${measured} measured, ${excused} excused, ${open} open`}>
      {(["measured", "excused", "open"] as const).map((state) => (
        <i key={state} class={tones[state]} style={{ flexGrow: share(state) }} />
      ))}
    </span>
  )
}

/** What the plan could say; the number is the one in the page's picture. */
const Suggestion = ({ element: { suggestion } }: { element: Element }) => (
  <>
    <Badge tone="bad">neither measured nor excused</Badge>
    {suggestion !== undefined && (
      <small>
        <code>{suggestion}</code>
      </small>
    )}
  </>
)

const Row = ({ element }: { element: Element }) => {
  const state = stateOf(element)
  return (
    <tr id={`r${element.line}`}>
      <td>
        <Mark tone={tones[state]} label={state} />
        {element.number !== undefined && <small class="number">{element.number}</small>}
      </td>
      <td>{element.section ?? "–"}</td>
      <th scope="row">
        {element.label === "" ? <span class="note">no label</span> : element.label}
        <small>
          {element.role} <code>{element.selector}</code>
        </small>
      </th>
      <td>
        {element.measuredBy !== undefined && <Badge tone="good">{element.measuredBy}</Badge>}
        {element.measuredBy === undefined && (element.waiver ?? <Suggestion element={element} />)}
      </td>
    </tr>
  )
}

const share = (elements: Element[]): string => `${Math.floor((elements.filter((element) => stateOf(element) !== "open").length / Math.max(1, elements.length)) * 100)} %`

/** Where the gaps are, as a visitor sees the page. */
const Picture = ({ page }: { page: Page | undefined }) =>
  page?.screenshot === undefined ? null : (
    <a class="page-picture" href={page.screenshot}>
      <img src={page.screenshot} alt={`The whole page ${page.page}; what is not measured is framed and numbered`} loading="lazy" />
    </a>
  )

const PageCoverage = ({ name, page, elements }: { name: string; page: Page | undefined; elements: Element[] }) => (
  <details class="page" open={elements.some((element) => stateOf(element) === "open")} id={page === undefined ? undefined : `r${page.line}`}>
    <summary>
      <b>
        {name}
        {page !== undefined && page.path !== name && <small>{page.path}</small>}
      </b>
      <Bar elements={elements} />
      <span class="note">
        {share(elements)} of {elements.length}
      </span>
      {page?.withdrawal === false && <Badge tone="bad">no way to withdraw</Badge>}
    </summary>
    {page?.reason !== undefined && <p class="note">{page.reason}</p>}
    <div class={page?.screenshot === undefined ? "" : "with-picture"}>
      <Scroll label={`Elements of ${name}`}>
        <table class="list">
          <Columns names={["", "Section", "Element", "Measured by"]} />
          <tbody>
            {elements.toSorted((a, b) => Number(stateOf(b) === "open") - Number(stateOf(a) === "open")).map((element) => (
              <Row key={element.line} element={element} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Picture page={page} />
    </div>
  </details>
)

const outcomeTone = { walked: "good", redirected: "quiet", "not a page": "quiet", broken: "bad", failed: "warn", "left out": "warn" } as const

/** Addresses with no elements to use: what they were instead. */
const OtherPages = ({ pages }: { pages: Page[] }) =>
  pages.length === 0 ? null : (
    <Section title="Not walked" note="addresses of the site with nothing to use on them, and why">
      <Scroll label="Addresses that were not walked">
        <table class="list">
          <tbody>
            {pages.map((page) => (
              <tr key={page.line} id={`r${page.line}`}>
                <td>
                  <Mark tone={outcomeTone[page.outcome]} label={page.outcome} />
                </td>
                <th scope="row">
                  <code>{page.path}</code>
                </th>
                <td>
                  {page.outcome}
                  {page.reason !== undefined && `: ${page.reason}`}
                </td>
                <td class="note">{page.linkedFrom === undefined ? "" : `linked from ${page.linkedFrom}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  )

const stateWords = { measured: "an event measures it: it was used, and the event came", excused: "a waiver excuses it", open: "nobody measures it" } as const

/** What the bars' colours mean, with how many there are of each. */
const Key = ({ elements }: { elements: Element[] }) => (
  <p class="bar-key">
    {(["measured", "excused", "open"] as const).map((state) => (
      <span key={state}>
        <i class={tones[state]} /> <b>{elements.filter((element) => stateOf(element) === state).length}</b> {stateWords[state]}
      </span>
    ))}
  </p>
)

/** Each reason once: who answers for it, until when, and how much of the site it excuses. */
const Waivers = ({ elements }: { elements: Element[] }) => {
  const waivers = [...Map.groupBy(elements.filter((element) => stateOf(element) === "excused"), ({ waiver = "", waiverOwner = "–", waiverExpires = "–" }) => [waiver, waiverOwner, waiverExpires].join("\n"))]
  return waivers.length === 0 ? null : (
    <Section title={plural(waivers.length, "waiver")} note="Elements that need no event, by somebody's word and until a day; after it they count as open.">
      <Scroll label="Waivers">
        <table class="list waivers">
          <Columns names={["Reason", "Owner", "Until", "Elements", "Pages"]} />
          <tbody>
            {waivers.map(([waiver, excused]) => {
              const [reason = "", owner = "", until = ""] = waiver.split("\n")
              return (
                <tr key={waiver}>
                  <th scope="row">{reason}</th>
                  <td>{owner}</td>
                  <td class="nowrap">{until}</td>
                  <td>{excused.length}</td>
                  <td>{new Set(excused.map(({ page }) => page)).size}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </Section>
  )
}

/** Every interactive element of the site: measured by which event, excused why, or open. */
export const Coverage = ({ summary }: { summary: ReportSummary }) => {
  const pages = [...Map.groupBy(summary.elements, ({ page }) => page)]
  if (pages.length === 0 && summary.pages.length === 0) return <Empty>No element was looked at.</Empty>
  return (
    <>
      <h1>Coverage</h1>
      <p class="lead">
        {share(summary.elements)} of {plural(summary.elements.length, "interactive element")} on {plural(pages.length, "page")} are measured or excused.
      </p>
      <Key elements={summary.elements} />
      <div>
        {pages.map(([name, elements]) => (
          <PageCoverage key={name} name={name} elements={elements} page={summary.pages.find(({ page, outcome }) => page === name && outcome === "walked")} />
        ))}
      </div>
      <Waivers elements={summary.elements} />
      <OtherPages pages={summary.pages.filter(({ outcome }) => outcome !== "walked")} />
    </>
  )
}
