import { Badge, Empty, Mark, plural, Section, ThemeButton, type Tone, Values } from "@tagwright/pages"
import { useState } from "preact/hooks"
import { useFeed, type LiveDelivery, type LiveEvent, type LiveFiring } from "./live-feed.ts"

const deliveryTone: Record<string, Tone> = { delivered: "good", pending: "warn", dead: "bad", withheld: "quiet" }
const time = (at: number): string => new Date(at).toLocaleTimeString("en-GB")
const choiceText = (choice: LiveEvent["choice"]): string => {
  const allowed = Object.entries(choice ?? {}).flatMap(([name, yes]) => (yes ? [name] : []))
  return choice === undefined ? "no choice" : allowed.join(", ")
}

const EventRow = ({ event, deliveries }: { event: LiveEvent; deliveries: LiveDelivery[] }) => (
  <details class="row push">
    <summary>
      <time class="note" dateTime={new Date(event.at).toISOString()}>
        {time(event.at)}
      </time>
      <b>{event.event}</b>
      <span class="chips">
        {event.source !== "browser" && <Badge tone="accent">{event.source}</Badge>}
        {deliveries.map((delivery) => (
          <Badge key={delivery.id} tone={deliveryTone[delivery.state] ?? "quiet"}>
            {delivery.destination} <i>{delivery.state}</i>
          </Badge>
        ))}
      </span>
    </summary>
    <Values values={{ ...event.params, lead_id: event.leadId ?? "none", allows: choiceText(event.choice), test_mode: event.testMode }} />
    {deliveries
      .filter(({ reason }) => reason !== undefined && reason !== null)
      .map((delivery) => (
        <p key={delivery.id} class="note">
          {delivery.destination}: {delivery.reason}
        </p>
      ))}
  </details>
)

const FiringRow = ({ firing }: { firing: LiveFiring }) => {
  const held = firing.notFired.filter(({ reason }) => reason !== "not-triggered")
  return (
    <details class="row push">
      <summary>
        <b class={firing.event.startsWith("gtm.") ? "dim" : ""}>{firing.event || "data without an event"}</b>
        <span class="chips">
          {firing.fired.map(({ tag, status }) => (
            <Badge key={tag} tone={status === "success" ? "good" : "bad"}>
              {tag}
            </Badge>
          ))}
          {held.map(({ tag, reason }) => (
            <Badge key={tag} tone="warn">
              {tag} <i>{reason.replaceAll("-", " ")}</i>
            </Badge>
          ))}
        </span>
      </summary>
      {firing.fired.map(({ tag, values }) => (
        <div key={tag}>
          <h4>{tag}</h4>
          <Values values={values} />
        </div>
      ))}
      {held.map(({ tag, detail }) => (
        <p key={tag} class="note">
          {tag}: {detail ?? "held back"}
        </p>
      ))}
    </details>
  )
}

/** What happens right now: what the container does in the browser, what the server stores and delivers. Newest first. */
export const Live = () => {
  const { events, deliveries, firings, connected } = useFeed()
  const [text, setText] = useState("")
  const matches = (name: string) => name.toLowerCase().includes(text.trim().toLowerCase())
  const shownEvents = events.filter(({ event }) => matches(event)).toReversed()
  const shownFirings = firings.filter(({ event, fired, notFired }) => fired.length + notFired.length > 0 && (matches(event) || fired.some(({ tag }) => matches(tag)))).toReversed()
  const done = deliveries.filter(({ state }) => state === "delivered").length
  return (
    <>
      <header class="top">
        <span class="brand">
          <Mark tone={connected ? "good" : "warn"} label={connected ? "connected" : "not connected"} />
          <strong>Live</strong>
        </span>
        <p class="note grow" role="status">
          {connected ? `${plural(events.length, "event")} stored, ${plural(done, "delivery", "deliveries")} done` : "The server does not answer; trying again."}
        </p>
        <div class="tools">
          <ThemeButton />
        </div>
      </header>
      <main id="main">
        <h1 class="sr">Live events</h1>
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
          <label class="wide">
            <span>Find</span>
            <input type="search" placeholder="event or tag…" value={text} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
        </form>
        <div class="columns">
          <Section title="In the browser" note="Each push, and what the container made of it.">
            {shownFirings.length === 0 ? <Empty>Click through the site: every push appears here.</Empty> : <div class="rows">{shownFirings.map((firing, index) => <FiringRow key={shownFirings.length - index} firing={firing} />)}</div>}
          </Section>
          <Section title="On the server" note="Each stored event, and where it went.">
            {shownEvents.length === 0 ? (
              <Empty>Nothing stored yet.</Empty>
            ) : (
              <div class="rows">
                {shownEvents.map((event) => (
                  <EventRow key={event.seq} event={event} deliveries={deliveries.filter(({ eventId }) => eventId === event.id)} />
                ))}
              </div>
            )}
          </Section>
        </div>
      </main>
    </>
  )
}
