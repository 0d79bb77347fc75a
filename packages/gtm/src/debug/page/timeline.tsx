import { useEffect, useRef } from "preact/hooks"
import { elapsed, eventName, type ShownEvent, type Visit } from "./model.ts"

export interface Choice {
  page: string
  /** Undefined: the whole page load. */
  event: string | undefined
}

const tone = ({ record }: ShownEvent): string => {
  if (record.fired.some(({ status }) => status === "failure" || status === "exception")) return "bad"
  if (record.fired.length > 0) return "good"
  return record.notFired.some(({ reason }) => reason === "consent" || reason === "blocked") ? "warn" : "quiet"
}

const title = (visit: Visit): string => visit.title || URL.parse(visit.url)?.pathname || "Page"

/** Page loads and their events, the newest on top; one of them is chosen. Arrow keys move the choice. */
export const Timeline = ({ visits, chosen, choose }: { visits: readonly Visit[]; chosen: Choice; choose: (choice: Choice) => void }) => {
  const list = useRef<HTMLDivElement>(null)
  const newest = [...visits].reverse()
  const choices = newest.flatMap((visit): Choice[] => [...[...visit.events].reverse().map(({ key }) => ({ page: visit.page, event: key })), { page: visit.page, event: undefined }])
  const isChosen = (choice: Choice): boolean => choice.page === chosen.page && choice.event === chosen.event
  const move = (pressed: KeyboardEvent): void => {
    const at = choices.findIndex(isChosen)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: choices.length - 1 }[pressed.key]
    const next = to === undefined ? undefined : choices[to]
    if (next === undefined) return
    pressed.preventDefault()
    choose(next)
  }
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>('[aria-selected="true"]')
    active?.scrollIntoView({ block: "nearest" })
    if (list.current?.contains(document.activeElement) === true) active?.focus()
  }, [chosen])
  const option = (choice: Choice) => ({ role: "option" as const, tabIndex: isChosen(choice) ? 0 : -1, "aria-selected": isChosen(choice), onClick: () => choose(choice) })
  return (
    <div class="timeline" role="listbox" aria-label="Pages and events, the newest first" ref={list} onKeyDown={move}>
      {newest.map((visit) => (
        <div key={visit.page} role="group" aria-label={title(visit)}>
          {[...visit.events].reverse().map((event, index) => (
            <div key={event.key} class={`event ${tone(event)}`} {...option({ page: visit.page, event: event.key })}>
              <span class="number">{visit.events.length - index}</span>
              <span class="name">{eventName(event.record.event)}</span>
              {event.record.fired.length > 0 && <span class="count">{event.record.fired.length}<span class="sr"> fired</span></span>}
              <span class="time">{elapsed(visit.at, event.at)}</span>
            </div>
          ))}
          <div class="page" {...option({ page: visit.page, event: undefined })}>
            <span class="name">{title(visit)}</span>
            <span class="time">{URL.parse(visit.url)?.pathname}</span>
          </div>
        </div>
      ))}
    </div>
  )
}
