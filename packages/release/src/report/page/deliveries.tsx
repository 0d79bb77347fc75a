import { Badge, Mark, plural, type Tone, Values } from "@tagwright/pages"
import type { Line } from "../model.ts"

type Delivery = Line<"delivery">
type Event = Line<"server-event">
const tones: Record<Delivery["state"], Tone> = { delivered: "good", pending: "warn", dead: "bad", withheld: "quiet" }

const DeliveryRow = ({ delivery }: { delivery: Delivery }) => (
  <details id={`r${delivery.line}`} class="row">
    <summary>
      <Mark tone={tones[delivery.state]} label={delivery.state} />
      <b>{delivery.destination}</b>
      <span class="note">
        {delivery.state}
        {delivery.attempts > 1 && ` at attempt ${delivery.attempts}`}
        {delivery.reason !== undefined && `: ${delivery.reason}`}
      </span>
    </summary>
    {delivery.received === undefined ? <p class="note">Nothing was received.</p> : <Values values={typeof delivery.received === "object" && delivery.received !== null ? delivery.received : { received: delivery.received }} />}
  </details>
)

const EventRow = ({ event, deliveries }: { event: Event; deliveries: Delivery[] }) => (
  <details id={`r${event.line}`} class="row push">
    <summary>
      <b>{event.event}</b>
      <span class="chips">
        {event.channel !== undefined && <Badge>{event.channel}</Badge>}
        {deliveries.map((delivery) => (
          <Badge key={delivery.line} tone={tones[delivery.state]}>
            {delivery.destination} <i>{delivery.state}</i>
          </Badge>
        ))}
      </span>
    </summary>
    <Values
      values={{
        ...event.params,
        ...(event.leadId === undefined ? {} : { lead_id: event.leadId }),
        ...(event.clientId === undefined ? {} : { client_id: event.clientId }),
        ...(event.sessionId === undefined ? {} : { session_id: event.sessionId }),
        test_mode: event.testMode,
      }}
    />
    <div class="nested">
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.line} delivery={delivery} />
      ))}
    </div>
  </details>
)

interface Props {
  events: Event[]
  deliveries: Delivery[]
}

/** Deliveries stand under the first event of their name in this place. */
export const DeliveryRows = ({ events, deliveries }: Props) => {
  const first = (event: Event) => events.find((other) => other.event === event.event && other.scenario === event.scenario && other.journey === event.journey) === event
  const known = new Set(events.map(({ event }) => event))
  return (
    <div class="rows">
      {events.map((event) => (
        <EventRow key={event.line} event={event} deliveries={first(event) ? deliveries.filter((delivery) => delivery.event === event.event) : []} />
      ))}
      {deliveries
        .filter(({ event }) => !known.has(event))
        .map((delivery) => (
          <DeliveryRow key={delivery.line} delivery={delivery} />
        ))}
    </div>
  )
}

/** What the server stored in this step, and what became of it at each destination. */
export const Deliveries = ({ events, deliveries }: Props) =>
  events.length === 0 && deliveries.length === 0 ? null : (
    <section>
      <h3>
        Server{" "}
        <small>
          {plural(events.length, "event")}, {deliveries.filter(({ state }) => state === "delivered").length} of {plural(deliveries.length, "delivery", "deliveries")} done
        </small>
      </h3>
      <DeliveryRows events={events} deliveries={deliveries} />
    </section>
  )
