import { useRef, useState } from "preact/hooks"
import type { EventRecord } from "../../runtime/engine/record.ts"
import { elapsed, eventName, requestsOf, type ShownEvent, type Visit } from "./model.ts"
import { Requests } from "./requests.tsx"
import { Table, Tags } from "./tags.tsx"
import { Value } from "./value.tsx"

const TABS = ["Tags", "Variables", "Data layer", "Consent", "Requests"] as const
type Tab = (typeof TABS)[number]

const counts = (tab: Tab, event: ShownEvent, visit: Visit): number | undefined => {
  const { record } = event
  if (tab === "Tags") return record.fired.length
  if (tab === "Variables") return Object.keys(record.detail?.variables ?? {}).length
  return tab === "Requests" ? requestsOf(event, visit).length : undefined
}

const Variables = ({ record }: { record: EventRecord }) => {
  const [filter, setFilter] = useState("")
  const all = Object.entries(record.detail?.variables ?? {}).sort(([a], [b]) => a.localeCompare(b))
  const shown = all.filter(([name, value]) => `${name} ${JSON.stringify(value) ?? ""}`.toLowerCase().includes(filter.toLowerCase()))
  return (
    <>
      <p class="note">Values as they were last read on this event. Code of the container that nothing asked for is not run.</p>
      <input type="search" value={filter} placeholder="Filter by name or value" aria-label="Filter variables" onInput={(event) => setFilter(event.currentTarget.value)} />
      {shown.length === 0 ? <p class="empty">No variable.</p> : <Table values={Object.fromEntries(shown)} />}
    </>
  )
}

const Layer = ({ record }: { record: EventRecord }) => (
  <>
    <section>
      <h3>Pushed</h3>
      {(record.detail?.messages ?? []).length === 0 ? <p class="empty">Nothing: the container raised this event itself.</p> : record.detail?.messages.map((message, index) => <div class="message" key={index}><Value value={message} /></div>)}
    </section>
    <section>
      <h3>Data layer after this event</h3>
      <div class="message">
        <Value value={record.detail?.layer ?? {}} />
      </div>
    </section>
  </>
)

const Consent = ({ record }: { record: EventRecord }) => (
  <table class="values consent">
    <tbody>
      {Object.entries(record.consent).map(([type, state]) => (
        <tr key={type}>
          <th scope="row">{type}</th>
          <td>
            <span class={`badge ${state === "granted" ? "good" : "warn"}`}>{state}</span>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Panel = ({ tab, event, visit }: { tab: Tab; event: ShownEvent; visit: Visit }) => {
  switch (tab) {
    case "Tags":
      return <Tags record={event.record} />
    case "Variables":
      return <Variables record={event.record} />
    case "Data layer":
      return <Layer record={event.record} />
    case "Consent":
      return <Consent record={event.record} />
    case "Requests":
      return <Requests requests={requestsOf(event, visit)} empty="No tag of this event has sent anything yet. GA4 events wait up to five seconds for each other." />
  }
}

export const EventView = ({ event, visit, several }: { event: ShownEvent; visit: Visit; several: boolean }) => {
  const [tab, setTab] = useState<Tab>("Tags")
  const list = useRef<HTMLDivElement>(null)
  const move = (pressed: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[pressed.key]
    if (step === undefined) return
    pressed.preventDefault()
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? "Tags"
    setTab(next)
    list.current?.querySelector<HTMLButtonElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <>
      <header class="event-head">
        <h2>{eventName(event.record.event)}</h2>
        <p class="note">
          {eventName(event.record.event) !== event.record.event && <code>{event.record.event}</code>} {elapsed(visit.at, event.at)} after the page began{several && `, in ${event.record.container}`}
        </p>
      </header>
      <div class="tabs" role="tablist" aria-label="What to show of the event" ref={list} onKeyDown={move}>
        {TABS.map((one) => {
          const count = counts(one, event, visit)
          return (
            <button key={one} type="button" role="tab" data-tab={one} id={`tab-${one.replace(" ", "")}`} aria-selected={one === tab} aria-controls="panel" tabIndex={one === tab ? 0 : -1} onClick={() => setTab(one)}>
              {one}
              {count !== undefined && <span class="count">{count}</span>}
            </button>
          )
        })}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab.replace(" ", "")}`} class="panel" tabIndex={0}>
        <Panel tab={tab} event={event} visit={visit} />
      </div>
    </>
  )
}
