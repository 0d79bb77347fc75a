import type { OpsJourney, OpsJourneyStep } from "@tagwright/formats"
import { Badge, Copy, Empty, plural, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import type { Route } from "../route.ts"
import { Head, Loaded, TestBadge } from "../ui/parts.tsx"
import { utc } from "../ui/time.tsx"
import { money, personName, stateTone, stateWord } from "../words.ts"

const allowedOf = (choice: Record<string, boolean>): string => {
  const allowed = Object.entries(choice).flatMap(([name, yes]) => (yes ? [name] : []))
  return allowed.length === 0 ? "nothing" : allowed.join(", ")
}

/** Digests of addresses are long; their start tells one from another. */
const shortName = (name: string): string => name.replaceAll(/([0-9a-f]{8})[0-9a-f]{56}/g, "$1…")

const Step = ({ step }: { step: OpsJourneyStep }) => {
  switch (step.kind) {
    case "visit":
      return (
        <>
          <b>Came by {step.channel}</b>
          <span class="chips">
            {Object.entries(step.params).map(([name, value]) => (
              <code key={name} class="code">
                {name}={value}
              </code>
            ))}
          </span>
          <span class="note">{step.landing}</span>
        </>
      )
    case "choice":
      return (
        <b>
          Allowed {allowedOf(step.choice)}
        </b>
      )
    case "joined":
      return (
        <>
          <b>Recognised by {step.source}</b>
          <code class="note">{shortName(step.name)}</code>
          {step.until !== undefined && <Badge tone="warn">taken back {utc(step.until)}</Badge>}
        </>
      )
    case "event":
      return (
        <>
          <a href={`/ops/events/${step.event.seq}`} class="row-link">
            <b>{step.event.event}</b>
          </a>
          {step.amount !== undefined && <b class="amount">{money(step.amount)}</b>}
          <span class="chips">
            {step.event.source !== "browser" && <Badge tone="accent">{step.event.source}</Badge>}
            {step.event.testMode && <TestBadge />}
            {step.event.deliveries.map(({ id, destination, state }) => (
              <Badge key={id} tone={stateTone[state]}>
                {destination} <i>{stateWord[state].toLowerCase()}</i>
              </Badge>
            ))}
          </span>
        </>
      )
  }
}

const days = (steps: readonly OpsJourneyStep[]): [day: string, steps: OpsJourneyStep[]][] => {
  const found = new Map<string, OpsJourneyStep[]>()
  for (const step of steps) {
    const day = utc(step.at).slice(0, 10)
    found.set(day, [...(found.get(day) ?? []), step])
  }
  return [...found]
}

const Journey = ({ journey }: { journey: OpsJourney }) => (
  <>
    <Head title={`Journey of ${personName(journey.person)}`} note={<>Known by {plural(journey.nameCount, "name")}{journey.channel !== undefined && <>, came through {journey.channel}</>}.</>}>
      <a href={`/ops/events?person=${journey.person}`}>Only the events</a>
    </Head>
    <dl class="facts">
      <div>
        <dt>Allows now</dt>
        <dd>{journey.choice === undefined ? "nobody knows" : allowedOf(journey.choice)}</dd>
      </div>
      {journey.erased !== undefined && (
        <div>
          <dt>Erased before</dt>
          <dd>
            {utc(journey.erased.at)}; {journey.erased.withheldFrom.length === 0 ? "agreed anew since" : `${journey.erased.withheldFrom.join(", ")} get nothing until they agree anew`}
          </dd>
        </div>
      )}
      {journey.leadId !== undefined && (
        <div>
          <dt>lead_id</dt>
          <dd>
            <code>{journey.leadId}</code> <Copy text={journey.leadId} label="lead_id" />
          </dd>
        </div>
      )}
      <div>
        <dt>Personal values</dt>
        <dd>sealed: shown on no screen; <code>tagwright lead export</code> gives them to the person</dd>
      </div>
    </dl>
    {journey.cut && <p class="alert warn">Only the latest 500 events are shown.</p>}
    {days(journey.steps).map(([day, steps]) => (
      <Section key={day} title={day}>
        <ol class="timeline">
          {steps.map((step, index) => (
            <li key={index} class={step.kind}>
              <time dateTime={new Date(step.at).toISOString()}>{utc(step.at).slice(11)}</time>
              <span class="dot" aria-hidden="true" />
              <div class="step">
                <Step step={step} />
              </div>
            </li>
          ))}
        </ol>
      </Section>
    ))}
  </>
)

/** One person's way from the first visit on, as far as the role may see it. Not followed live: whoever sees ids leaves a trace. */
const One = ({ person }: { person: string }) => {
  const data = useData<OpsJourney>(`people/${encodeURIComponent(person)}`, false)
  return <Loaded data={data}>{(journey) => <Journey journey={journey} />}</Loaded>
}

export const People = ({ route }: { route: Route }) =>
  route.path[1] === undefined ? (
    <>
      <Head title="Journeys" note="One person's visits, choices, events and payments, in order." />
      <Empty title="Start from an event.">
        Open one under <a href="/ops/events">Events</a> and follow “Journey of …”. There is no search by name or address: the server cannot read them here.
      </Empty>
    </>
  ) : (
    <One person={route.path[1]} />
  )
