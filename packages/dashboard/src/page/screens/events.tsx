import type { OpsEvent, OpsEventDetail, OpsQuarantined } from "@tagwright/formats"
import { Badge, Copy, Empty, Section, Values } from "@tagwright/pages"
import { useData } from "../api.ts"
import { address, type Route } from "../route.ts"
import { DeliveryTree } from "../ui/delivery-tree.tsx"
import { Filters, Select } from "../ui/filters.tsx"
import { More, useList } from "../ui/more.tsx"
import { Head, Loaded, Status, TestBadge, Trouble } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { money, personName, stateTone, stateWord } from "../words.ts"
import { usePlan } from "../plan.ts"

const choiceText = (choice: OpsEvent["choice"]): string => {
  if (choice === undefined) return "no choice known"
  const allowed = Object.entries(choice).flatMap(([name, yes]) => (yes ? [name] : []))
  return allowed.length === 0 ? "nothing" : allowed.join(", ")
}

const Row = ({ event }: { event: OpsEvent }) => (
  <li>
    <a class="row-link event" href={`/ops/events/${event.seq}`}>
      <When at={event.receivedAt} />
      <b>{event.event}</b>
      <span class="chips">
        {event.source !== "browser" && <Badge tone="accent">{event.source}</Badge>}
        {event.testMode && <TestBadge />}
        {event.deliveries.map(({ id, destination, state }) => (
          <Badge key={id} tone={stateTone[state]}>
            {destination} <i>{stateWord[state].toLowerCase()}</i>
          </Badge>
        ))}
      </span>
      {event.person !== undefined && <span class="person">{personName(event.person)}</span>}
    </a>
  </li>
)

const Detail = ({ seq }: { seq: string }) => {
  const data = useData<OpsEventDetail>(`log/events/${encodeURIComponent(seq)}`)
  return (
    <Loaded data={data}>
      {(event) => (
        <>
          <Head title={event.event} note={<><When at={event.receivedAt} wide /> from {event.source}</>}>
            <a href="/ops/events">All events</a>
          </Head>
          <div class="split">
            <Section title="What happened">
              <Values values={event.params} meaning={(name) => (Object.hasOwn(event.meanings, name) ? event.meanings[name] : undefined)} />
              {event.masked.length > 0 && (
                <p class="note">
                  Your role does not show {event.masked.map((name, index) => (
                    <span key={name}>
                      {index > 0 && ", "}
                      <code>{name}</code>
                    </span>
                  ))}
                  .
                </p>
              )}
            </Section>
            <Section title="Who and where">
              <Values
                values={{
                  ...(event.amount && { amount: money(event.amount) }),
                  channel: event.channel,
                  allows: choiceText(event.choice),
                  page: event.page?.url,
                  title: event.page?.title,
                  referrer: event.page?.referrer,
                  lead_id: event.leadId,
                  client_id: event.clientId,
                  session_id: event.sessionId,
                  test_mode: event.testMode,
                }}
              />
              <p class="links">
                {event.person !== undefined && <a href={`/ops/people/${event.person}`}>Journey of {personName(event.person)}</a>}
                <span class="note">
                  Event id <code>{event.id}</code> <Copy text={event.id} label="event id" />
                </span>
              </p>
            </Section>
          </div>
          <Section title="Deliveries" note="Where it went, and every attempt on the way.">
            {event.deliveries.length === 0 ? <Empty title="Not delivered by the server.">The container in the page carries this event, or the plan sends it nowhere.</Empty> : <DeliveryTree deliveries={event.deliveries} reload={data.reload} />}
          </Section>
        </>
      )}
    </Loaded>
  )
}

/** What did not fit the plan, and why. The bodies are sealed: they may hold anything. */
const Refused = ({ route: { query } }: { route: Route }) => {
  const list = useList<OpsQuarantined>(address("log/quarantine", { reason: query.get("reason") ?? undefined }))
  return (
    <>
      <Head title="Events that did not fit the plan" note="Kept apart, delivered nowhere. Mend the page that sends them, or the plan." />
      <Views refused />
      {list.data.error !== undefined && <Trouble error={list.data.error} />}
      {list.data.value !== undefined && list.items.length === 0 && <Empty title="Every event fits the plan." />}
      {list.items.length > 0 && (
        <ol class="rows">
          {list.items.map(({ seq, source, reason, receivedAt }) => (
            <li key={seq} class="plain-row">
              <Status tone="warn">Refused</Status>
              <code class="code">{reason}</code>
              <span class="grow note">from {source}</span>
              <When at={receivedAt} />
            </li>
          ))}
        </ol>
      )}
      <More list={list} />
    </>
  )
}

const Views = ({ refused }: { refused: boolean }) => (
  <nav class="tabs" aria-label="Which events">
    <a href="/ops/events" aria-current={refused ? undefined : "page"}>
      Stored
    </a>
    <a href="/ops/events?view=quarantine" aria-current={refused ? "page" : undefined}>
      Did not fit
    </a>
  </nav>
)

const List = ({ route: { query } }: { route: Route }) => {
  const asked = (name: string): string | undefined => query.get(name) ?? undefined
  const plan = usePlan()
  const list = useList<OpsEvent>(address("log/events", { event: asked("event"), source: asked("source"), test: asked("test"), person: asked("person"), id: asked("id") }))
  return (
    <>
      <Head title="Events" note="Everything that was stored, newest first, with what became of it." />
      <Views refused={false} />
      <Filters table="events" active={["event", "source", "test", "person", "id"].filter((name) => query.has(name))}>
        <Select label="Event" name="event" value={asked("event")} any="any event" options={plan.events.map((name) => [name, name])} />
        <Select label="From" name="source" value={asked("source")} any="anywhere" options={["browser", ...plan.webhooks].map((name) => [name, name])} />
        <Select label="Test data" name="test" value={asked("test")} any="shown" options={[["no", "left out"], ["yes", "only"]]} />
      </Filters>
      {list.data.error !== undefined && <Trouble error={list.data.error} />}
      {list.data.value !== undefined && list.items.length === 0 && <Empty title="No event fits.">{query.size === 0 ? "As soon as the site sends one, it appears here by itself." : "Take a filter away, or wait: the list follows the server."}</Empty>}
      {list.items.length > 0 && <ol class="rows">{list.items.map((event) => <Row key={event.seq} event={event} />)}</ol>}
      <More list={list} />
    </>
  )
}

export const Events = ({ route }: { route: Route }) => {
  const [, seq] = route.path
  if (seq !== undefined) return <Detail seq={seq} />
  return route.query.get("view") === "quarantine" ? <Refused route={route} /> : <List route={route} />
}
