import type { Line, ReportSummary } from "../model.ts"
import { Badge, Columns, Empty, Scroll } from "./ui.tsx"
import { plural } from "./words.ts"

type Personal = Line<"personal-data">

/** Kind, place, name: enough to find it. The value was never recorded. */
export const PersonalRows = ({ lines }: { lines: Personal[] }) => (
  <Scroll label="Personal data">
    <table class="list">
      <Columns names={["Kind", "Where", "Event", "On its way to", "Found through", "Value"]} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.line} id={`r${line.line}`}>
            <th scope="row">
              <Badge tone="bad">{line.type}</Badge>
            </th>
            <td>
              {line.place} <code>{line.name}</code>
            </td>
            <td>{line.event ?? "–"}</td>
            <td>{line.destination ?? "–"}</td>
            <td>{line.via.length === 0 ? "plain text" : line.via.join(" → ")}</td>
            <td class="note">
              {plural(line.length, "character")}, <code>{line.fingerprint.slice(0, 8)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

export const PersonalData = ({ summary }: { summary: ReportSummary }) => (
  <>
    <h1>Personal data</h1>
    <p class="lead">
      {summary.personalData.length === 0
        ? "None was found where it may not be."
        : `Found ${plural(summary.personalData.length, "time")} where it may not be. The values themselves were never recorded: the fingerprint tells whether two findings are the same value.`}
    </p>
    {summary.personalData.length > 0 ? <PersonalRows lines={summary.personalData} /> : <Empty>Searched: data layer, requests, cookies, storage, titles, referrers, server payloads, logs, and this evidence.</Empty>}
  </>
)
