import { Badge, Columns, Empty, Mark, plural, Scroll, Section, type Tone } from "@tagwright/pages"
import { useState } from "preact/hooks"
import type { ChecklistAnswer } from "../../compliance/answers.ts"
import type { ReportSummary } from "../model.ts"

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
      <p class="note">
        {line.ground}
        {line.gate !== undefined && (
          <>
            {" · "}
            <a href="#/">gate {line.gate}</a>
          </>
        )}
      </p>
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

const fullNames: Record<string, string> = {
  GDPR: "General Data Protection Regulation",
  ePrivacy: "ePrivacy Directive, article 5(3)",
  EDPB: "European Data Protection Board, Cookie Banner Taskforce 2023",
  CNIL: "France: guidelines, SAN-2024-019",
  DSB: "Austria: W108 2284491-1, ORF 2024",
  ICO: "United Kingdom: guidance of 2023",
  CA: "California: Global Privacy Control by law",
}

/** Regulator by regulator: how many of its lines are how. Choosing one shows its lines alone. */
const ByRegulator = ({ lines, chosen, choose }: { lines: readonly ChecklistAnswer[]; chosen: string | undefined; choose: (regulator: string | undefined) => void }) => {
  const regulators = Object.keys(fullNames).filter((name) => lines.some(({ by }) => by.includes(name)))
  const counted = (name: string, answer: ChecklistAnswer["answer"]) => lines.filter((line) => line.by.includes(name) && line.answer === answer).length
  return (
    <Scroll label="Lines by regulator">
      <table class="list regulators">
        <Columns names={["Regulator", "Broken", "Open", "Holds"]} />
        <tbody>
          {regulators.map((name) => (
            <tr key={name}>
              <th scope="row">
                <button type="button" class="link" aria-pressed={chosen === name} onClick={() => choose(chosen === name ? undefined : name)}>
                  {name}
                </button>
                <small>{fullNames[name]}</small>
              </th>
              {(["broken", "open", "holds"] as const).map((answer) => (
                <td key={answer}>{counted(name, answer) === 0 ? <span class="note">0</span> : <Badge tone={tones[answer]}>{counted(name, answer)}</Badge>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** What regulators test, line by line: broken first, then what waits for a person, then what holds. */
export const Compliance = ({ summary }: { summary: ReportSummary }) => {
  const { compliance } = summary
  const [chosen, choose] = useState<string | undefined>(undefined)
  const of = (answer: ChecklistAnswer["answer"]) => compliance.filter((line) => line.answer === answer)
  const shown = (answer: ChecklistAnswer["answer"]) => of(answer).filter(({ by }) => chosen === undefined || by.includes(chosen))
  return (
    <>
      <h1>Compliance</h1>
      <p class="lead">
        {compliance.length === 0
          ? "Nobody has judged this evidence yet."
          : `${plural(of("holds").length, "line")} of ${compliance.length} hold, ${of("broken").length} are broken, ${of("open").length} are open. A checklist, not legal advice.`}
      </p>
      {compliance.length > 0 && <ByRegulator lines={compliance} chosen={chosen} choose={choose} />}
      {(["broken", "open", "holds"] as const).map((answer) => (
        <Section key={answer} title={chosen === undefined ? words[answer] : `${words[answer]}: ${chosen}`}>
          {shown(answer).length === 0 && <Empty>None.</Empty>}
          <ul class="checks">
            {shown(answer).map((line) => (
              <Line key={line.id} line={line} summary={summary} />
            ))}
          </ul>
        </Section>
      ))}
    </>
  )
}
