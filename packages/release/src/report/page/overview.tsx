import type { GateDecision, GateFinding } from "@tagwright/formats"
import { Badge, Copy, Mark, plural, Prose, Section } from "@tagwright/pages"
import type { ReportSummary } from "../model.ts"
import { Matrix } from "./matrix.tsx"
import { shortDigest, verdictTone, verdictWord } from "./words.ts"

const blocks = ({ verdict }: GateDecision): boolean => verdict !== "pass" && verdict !== "not applicable"
/** Links shown per finding; all lines stand in the evidence. */
const LINKS = 6

const Finding = ({ finding, summary }: { finding: GateFinding; summary: ReportSummary }) => (
  <li class="finding">
    <p class="message">
      {finding.message} <code class="code">{finding.code}</code>
    </p>
    <p class="help">
      <Prose text={finding.help} />
    </p>
    {finding.records.length > 0 && (
      <p class="links">
        {finding.records.slice(0, LINKS).map((line) => {
          const reference = summary.references[line]
          return reference === undefined ? null : (
            <a key={line} href={reference.href}>
              {reference.label} <small>line {line}</small>
            </a>
          )
        })}
        {finding.records.length > LINKS && <span class="note">and {plural(finding.records.length - LINKS, "more record")}</span>}
      </p>
    )}
  </li>
)

/** Findings shown at once per gate; the rest unfolds. */
const SHOWN = 4
const GateCard = ({ gate, summary, required }: { gate: GateDecision; summary: ReportSummary; required: boolean }) => (
  <article id={gate.id} class={`gate ${verdictTone[gate.verdict]}`}>
    <header>
      <Mark tone={verdictTone[gate.verdict]} label={verdictWord[gate.verdict]} />
      <h3>
        <span class="gate-id">{gate.id}</span> {gate.title}
      </h3>
      <Badge tone={verdictTone[gate.verdict]}>{verdictWord[gate.verdict]}</Badge>
      {!required && <Badge>not required</Badge>}
    </header>
    <p class="note">{gate.summary}</p>
    {gate.findings.length > 0 && (
      <ul class="findings">
        {gate.findings.slice(0, SHOWN).map((finding, index) => (
          <Finding key={index} finding={finding} summary={summary} />
        ))}
      </ul>
    )}
    {gate.findings.length > SHOWN && (
      <details>
        <summary>{plural(gate.findings.length - SHOWN, "more finding")}</summary>
        <ul class="findings">
          {gate.findings.slice(SHOWN).map((finding, index) => (
            <Finding key={index} finding={finding} summary={summary} />
          ))}
        </ul>
      </details>
    )}
  </article>
)

/** What the policy lets pass for a while: said plainly, beside the verdict. */
const Excused = ({ gates }: { gates: readonly GateDecision[] }) => (
  <Section title="Excused for now" note="The policy lets these pass until their day. Whoever signs, signs for them too.">
    <ul class="checks">
      {gates.flatMap(({ id, excused = [] }) =>
        excused.map((one) => (
          <li key={`${id}${one.message}`}>
            <Mark tone="warn" label="excused" />
            <div>
              <b>
                <span class="gate-id">{id}</span> {one.message}
              </b>{" "}
              <code class="code">{one.code}</code>
              <p class="note">
                {one.reason} ({one.owner}, until {one.expires})
              </p>
            </div>
          </li>
        )),
      )}
    </ul>
  </Section>
)

const Board = ({ gates }: { gates: readonly GateDecision[] }) => (
  <ol class="board" aria-label="All gates">
    {gates.map((gate) => (
      <li key={gate.id}>
        <a href={`#/gates/${gate.id}`} class={`tile ${verdictTone[gate.verdict]}`} title={`${gate.title}: ${verdictWord[gate.verdict]}`}>
          <Mark tone={verdictTone[gate.verdict]} label={verdictWord[gate.verdict]} />
          <b>{gate.id}</b>
          <span>{gate.title}</span>
        </a>
      </li>
    ))}
  </ol>
)

export const Facts = ({ summary }: { summary: ReportSummary }) => {
  const { run } = summary
  const facts: [string, string, string?][] =
    run === undefined
      ? []
      : [
          ["Environment", run.environment],
          ["Browser", `${run.browser.name} ${run.browser.version}`],
          ["Container", `${run.container.publicId}, ${run.container.source === "built" ? "as built" : "handed in"}`],
          ["Bundle", shortDigest(run.bundleDigest), run.bundleDigest],
          ["Evidence", shortDigest(summary.evidenceDigest), summary.evidenceDigest],
        ]
  return (
    <dl class="facts">
      {facts.map(([name, value, full]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} {full !== undefined && <Copy text={full} label={`${name.toLowerCase()} digest`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const headline = (summary: ReportSummary): [string, string, "good" | "bad" | "quiet"] => {
  const { decision } = summary
  if (decision === undefined) return ["Not judged yet", "Run tagwright judge to give every gate a verdict.", "quiet"]
  const open = decision.gates.filter((gate) => decision.required.includes(gate.id) && blocks(gate)).map(({ id }) => id)
  return decision.verdict === "pass"
    ? ["Ready to release", `All ${decision.required.length} required gates hold.`, "good"]
    : ["Not ready to release", `${new Intl.ListFormat("en").format(open)} ${open.length === 1 ? "stands" : "stand"} in the way: ${open.length} of ${decision.required.length} required gates.`, "bad"]
}

export const Overview = ({ summary }: { summary: ReportSummary }) => {
  const [title, sentence, tone] = headline(summary)
  const gates = summary.decision?.gates ?? []
  const required = new Set<string>(summary.decision?.required)
  const failing = gates.filter(({ verdict }) => verdict === "fail")
  const unshown = gates.filter(({ verdict }) => verdict === "error")
  const passed = gates.filter(({ verdict }) => verdict === "pass" || verdict === "not applicable")
  const steps = summary.walks.flatMap((walk) => walk.steps)
  return (
    <>
      <div class={`hero ${tone}`}>
        <div class="hero-text">
          <h1>{title}</h1>
          <p class="lead">{sentence}</p>
          <p class="note">
            {plural(summary.walks.length, "walk")} through {plural(new Set(summary.walks.map(({ journey }) => journey)).size, "journey")} under{" "}
            {plural(new Set(summary.walks.map(({ scenario }) => scenario)).size, "consent scenario")}: {plural(steps.length, "step")},{" "}
            {plural(steps.reduce((sum, { counts }) => sum + counts.pushes, 0), "push", "pushes")}, {plural(steps.reduce((sum, { counts }) => sum + counts.requests, 0), "request")}.
          </p>
          <Facts summary={summary} />
        </div>
        {gates.length > 0 && <Board gates={gates} />}
      </div>
      {failing.length > 0 && (
        <Section title="Stands in the way" note="Shown to be wrong. Each finding leads to what was seen.">
          {failing.map((gate) => (
            <GateCard key={gate.id} gate={gate} summary={summary} required={required.has(gate.id)} />
          ))}
        </Section>
      )}
      {unshown.length > 0 && (
        <Section title="Could not be shown" note="Something was not observed. That is not a pass.">
          {unshown.map((gate) => (
            <GateCard key={gate.id} gate={gate} summary={summary} required={required.has(gate.id)} />
          ))}
        </Section>
      )}
      {gates.some(({ excused }) => excused !== undefined) && <Excused gates={gates} />}
      <Section title="Journeys under each consent choice" note="Open a walk to see each step: the page, what was pushed, which tags fired and why, every request.">
        <Matrix walks={summary.walks} brief />
      </Section>
      {passed.length > 0 && (
        <Section title="Passed" note="What was looked at, gate by gate.">
          <ul class="passed">
            {passed.map((gate) => (
              <li key={gate.id} id={gate.id}>
                <Mark tone={verdictTone[gate.verdict]} label={verdictWord[gate.verdict]} />
                <div>
                  <b>
                    <span class="gate-id">{gate.id}</span> {gate.title}
                  </b>
                  <p>{gate.summary}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
