import { Badge, Columns, Empty, Mark, Scroll, Section } from "@tagwright/pages"
import type { Line, ReportSummary } from "../model.ts"

const Checks = ({ lines }: { lines: Line<"container-check">[] }) => (
  <Scroll label="Differences">
    <table class="list">
      <Columns names={["", "In the container", "Expected", "Found"]} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.line} id={`r${line.line}`}>
            <td>
              <Mark tone={line.aspect === "declared" ? "quiet" : "bad"} label={line.aspect} />
            </td>
            <th scope="row">
              {line.entity} <small>{line.aspect}</small>
            </th>
            <td>
              <code>{line.expected}</code>
            </td>
            <td>
              <code>{line.found}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

export const Container = ({ summary }: { summary: ReportSummary }) => {
  const drift = summary.containerChecks.filter(({ check }) => check === "drift")
  const environments = summary.containerChecks.filter(({ check }) => check === "environment")
  return (
    <>
      <h1>Plan and container</h1>
      <Section title="The plan's own findings">
        {summary.planFindings.length === 0 && <Empty>None.</Empty>}
        <ul class="checks">
          {summary.planFindings.map(({ line, finding }) => (
            <li key={line} id={`r${line}`}>
              <Mark tone={finding.severity === "error" ? "bad" : finding.severity === "warning" ? "warn" : "quiet"} label={finding.severity} />
              <div>
                {finding.message} <Badge>{finding.code}</Badge>
                <p class="note">
                  {finding.at.file}
                  {finding.at.line !== undefined && `:${finding.at.line}`}. {finding.help}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Container against plan" note="Every difference is an error: somebody edited by hand, or the plan is behind.">
        {drift.length === 0 ? <Empty>No difference.</Empty> : <Checks lines={drift} />}
      </Section>
      <Section title="Environment against environment" note="Only declared things may differ.">
        {environments.length === 0 ? <Empty>The environments were not compared.</Empty> : <Checks lines={environments} />}
      </Section>
    </>
  )
}
