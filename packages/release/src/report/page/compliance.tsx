import type { ChecklistAnswer } from "../../compliance/answers.ts"
import type { ReportSummary } from "../model.ts"
import { Badge, Empty, Mark, Section } from "./ui.tsx"
import { plural, type Tone } from "./words.ts"

const tones: Record<ChecklistAnswer["answer"], Tone> = { broken: "bad", open: "warn", holds: "good" }
const words: Record<ChecklistAnswer["answer"], string> = { broken: "Broken", open: "Open", holds: "Holds" }
/** Links shown per line. */
const LINKS = 4

const Line = ({ line, summary }: { line: ChecklistAnswer; summary: ReportSummary }) => (
  <li id={line.id}>
    <Mark tone={tones[line.answer]} label={words[line.answer]} />
    <div>
      <b>
        <span class="gate-id">{line.id}</span> {line.asks}
      </b>{" "}
      <span class="chips inline">
        {line.by.map((regulator) => (
          <Badge key={regulator}>{regulator}</Badge>
        ))}
      </span>
      <p class="note">{line.ground}</p>
      <p class="links">
        {line.records.slice(0, LINKS).map((record) => {
          const reference = summary.references[record]
          return reference === undefined ? null : (
            <a key={record} href={reference.href}>
              {reference.label}
            </a>
          )
        })}
      </p>
    </div>
  </li>
)

/** What regulators test, line by line: broken first, then what waits for a person, then what holds. */
export const Compliance = ({ summary }: { summary: ReportSummary }) => {
  const { compliance } = summary
  const of = (answer: ChecklistAnswer["answer"]) => compliance.filter((line) => line.answer === answer)
  return (
    <>
      <h1>Compliance</h1>
      <p class="lead">
        {compliance.length === 0
          ? "Nobody has judged this evidence yet."
          : `${plural(of("holds").length, "line")} of ${compliance.length} hold, ${of("broken").length} are broken, ${of("open").length} are open. A checklist, not legal advice.`}
      </p>
      {(["broken", "open", "holds"] as const).map((answer) => (
        <Section key={answer} title={words[answer]}>
          {of(answer).length === 0 && <Empty>None.</Empty>}
          <ul class="checks">
            {of(answer).map((line) => (
              <Line key={line.id} line={line} summary={summary} />
            ))}
          </ul>
        </Section>
      ))}
    </>
  )
}
