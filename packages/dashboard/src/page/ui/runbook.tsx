import type { OpsRunbook, OpsRunbookStep } from "@tagwright/formats"
import { Badge, Copy, Prose, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import { Loaded } from "./parts.tsx"

/** `$DESTINATION` becomes what the reader is looking at; what nobody knows yet stays as it is. */
const filledIn = (command: string, values: Readonly<Record<string, string | undefined>>): string => command.replaceAll(/\$([A-Z]+)/g, (whole, name: string) => values[name] ?? whole)

const Steps = ({ title, steps, values }: { title: string; steps: readonly OpsRunbookStep[]; values: Readonly<Record<string, string | undefined>> }) => (
  <Section title={title}>
    <ol class="steps">
      {steps.map(({ say, command }, index) => {
        const typed = command === undefined ? undefined : filledIn(command, values)
        return (
          <li key={index}>
            <Prose text={say} />
            {typed !== undefined && (
              <span class="command">
                <code>{typed}</code> <Copy text={typed} label={`command ${index + 1} of ${title}`} />
              </span>
            )}
          </li>
        )
      })}
    </ol>
  </Section>
)

/** What is seen, what it costs, how to find out, what to do, how to know that it is over, who else to call. */
export const Runbook = ({ path, values }: { path: string; values: Readonly<Record<string, string | undefined>> }) => {
  const data = useData<OpsRunbook>(`runbooks/${path}`, false)
  return (
    <Loaded data={data}>
      {({ symptom, impact, diagnose, fix, verify, escalate: { system, first, second } }) => (
        <>
          <Section title="What it is">
            <p>
              <b>You see:</b> <Prose text={symptom} />
            </p>
            <p>
              <b>It means:</b> <Prose text={impact} />
            </p>
          </Section>
          <Steps title="Diagnose" steps={diagnose} values={values} />
          <Steps title="Fix" steps={fix} values={values} />
          <Steps title="Verify" steps={verify} values={values} />
          <Section title="Escalate">
            <p>
              Not solved in 15 minutes? {first === undefined ? <>The plan names nobody for {system} (operations.owners).</> : <>Call <Badge>{first}</Badge>{second !== undefined && <>; when they do not answer, <Badge>{second}</Badge></>}.</>} How they are reached stands in the contact directory (<code>contacts.md</code>).
            </p>
          </Section>
        </>
      )}
    </Loaded>
  )
}
