import type { Line, ReportSummary } from "../model.ts"
import { Badge, Empty, Mark, Scroll } from "./ui.tsx"
import { plural } from "./words.ts"

type Element = Line<"element">
const stateOf = ({ measuredBy, waiver }: Element) => (measuredBy !== undefined ? "measured" : waiver !== undefined ? "excused" : "open")
const tones = { measured: "good", excused: "quiet", open: "bad" } as const

const Bar = ({ elements }: { elements: Element[] }) => {
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

const Row = ({ element }: { element: Element }) => {
  const state = stateOf(element)
  return (
    <tr id={`r${element.line}`}>
      <td>
        <Mark tone={tones[state]} label={state} />
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
        {element.measuredBy === undefined && (element.waiver ?? <Badge tone="bad">neither measured nor excused</Badge>)}
      </td>
    </tr>
  )
}

const share = (elements: Element[]): string => `${Math.floor((elements.filter((element) => stateOf(element) !== "open").length / Math.max(1, elements.length)) * 100)} %`

/** Every interactive element of the site: measured by which event, excused why, or open. */
export const Coverage = ({ summary }: { summary: ReportSummary }) => {
  const pages = [...Map.groupBy(summary.elements, ({ page }) => page)]
  if (pages.length === 0) return <Empty>No element was looked at.</Empty>
  return (
    <>
      <h1>Coverage</h1>
      <p class="lead">
        {share(summary.elements)} of {plural(summary.elements.length, "interactive element")} on {plural(pages.length, "page")} are measured or excused.
      </p>
      <div>
        {pages.map(([page, elements]) => (
        <details key={page} class="page" open={elements.some((element) => stateOf(element) === "open")}>
          <summary>
            <b>{page}</b>
            <Bar elements={elements} />
            <span class="note">
              {share(elements)} of {elements.length}
            </span>
          </summary>
          <Scroll label="Elements">
            <table class="list">
              <thead>
                <tr>
                  <td />
                  <th scope="col">Section</th>
                  <th scope="col">Element</th>
                  <th scope="col">Measured by</th>
                </tr>
              </thead>
              <tbody>
                {elements.toSorted((a, b) => Number(stateOf(b) === "open") - Number(stateOf(a) === "open")).map((element) => (
                  <Row key={element.line} element={element} />
                ))}
              </tbody>
            </table>
          </Scroll>
        </details>
      ))}
      </div>
    </>
  )
}
