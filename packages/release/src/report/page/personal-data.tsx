import type { RecordKind } from "@tagwright/formats"
import { Badge, Columns, plural, Scroll, Section } from "@tagwright/pages"
import type { Line, ReportSummary } from "../model.ts"

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

/** Where QA looks, and what of it this run has. */
const places: readonly { kind: RecordKind; what: string; where: string }[] = [
  { kind: "push", what: "pushes", where: "every field of the data layer, names of fields included" },
  { kind: "request", what: "requests", where: "address, referrer, other headers and body, to whomever they go, decoded up to four times" },
  { kind: "storage", what: "looks at cookies and storage", where: "cookies, local and session storage, and the page's title, after every step" },
  { kind: "server-event", what: "server events", where: "what the server stored, and its log" },
  { kind: "delivery", what: "deliveries", where: "what each destination received of the server, and the reasons of what it refused" },
]

const notSearched = [
  "the body of a form that the visitor sends to the site itself",
  "fields of the plan that are personal by purpose, on their way to our own server and to the destinations the plan names for them",
  "pictures of pages: the invented visitor's form can stand in them",
]

const Search = ({ searched }: { searched: ReportSummary["searched"] }) => (
  <>
    <Section title="What was searched" note="By detectors, and for the invented visitor's own name, address, number and mail address, also as hashes: the visitor types them into the site's forms.">
      <Scroll label="What was searched">
        <table class="list">
          <tbody>
            {places.map(({ kind, what, where }) => (
              <tr key={kind}>
                <th scope="row">
                  {(searched[kind] ?? 0).toLocaleString("en")} {what}
                </th>
                <td>{where}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="note">
        Looked for: mail addresses, telephone numbers, names in their fields, postal addresses, IBAN, card numbers, national ids, IP and MAC addresses, places to within 11 metres, dates of birth, passwords and tokens, and hashed mail addresses.
      </p>
    </Section>
    <Section title="What was not searched">
      <ul class="notes">
        {notSearched.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
    </Section>
  </>
)

export const PersonalData = ({ summary }: { summary: ReportSummary }) => (
  <>
    <h1>Personal data</h1>
    <p class="lead">
      {summary.personalData.length === 0
        ? "None was found where it may not be."
        : `Found ${plural(summary.personalData.length, "time")} where it may not be. The values themselves were never recorded: the fingerprint tells whether two findings are the same value.`}
    </p>
    {summary.personalData.length > 0 && <PersonalRows lines={summary.personalData} />}
    <Search searched={summary.searched} />
  </>
)
