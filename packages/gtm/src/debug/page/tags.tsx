import type { EventRecord, FiredTag, NotFired } from "../../runtime/engine/record.ts"
import { tagTypes } from "../../container/type-names.ts"
import { eventName } from "./model.ts"
import { Value } from "./value.tsx"

const typeName = (type: string): string => (type.startsWith("cvt_") ? "Custom template" : (tagTypes[type] ?? type))

const STATUS: Record<FiredTag["status"], { tone: string; text: string }> = {
  success: { tone: "good", text: "Succeeded" }, failure: { tone: "bad", text: "Failed" }, exception: { tone: "bad", text: "Threw" },
  timeout: { tone: "warn", text: "Timed out" }, running: { tone: "quiet", text: "Still running" },
}

const REASONS: Record<NotFired["reason"], string> = {
  "not-triggered": "No trigger passed", blocked: "Blocked by an exception", consent: "Held by consent", paused: "Paused", schedule: "Outside its schedule", "live-only": "Published versions only",
  "once-per-event": "Once per event", "once-per-load": "Once per page", "not-allowed": "Not allowed by the page", "setup-failed": "Setup tag failed", "no-trigger": "Has no trigger", unsupported: "Not run here",
}

const Fired = ({ fired }: { fired: FiredTag }) => (
  <details class={`card ${STATUS[fired.status].tone}`}>
    <summary>
      <span class="name">{fired.tag}</span>
      <span class="type">{typeName(fired.type)}</span>
      <span class={`badge ${STATUS[fired.status].tone}`}>{STATUS[fired.status].text}</span>
    </summary>
    <div class="inside">
      {fired.triggers.length > 0 && <p>Triggered by {fired.triggers.join(", ")}</p>}
      {fired.for !== undefined && <p>In the sequence of {fired.for}</p>}
      {fired.error !== undefined && <p class="bad-text">{fired.error}</p>}
      {Object.keys(fired.values).length === 0 ? <p class="note">It read no values.</p> : <Table values={fired.values} />}
    </div>
  </details>
)

/** Settings tables read better as the parameters they are. */
const plain = (value: unknown): unknown => {
  const rows: unknown[] = Array.isArray(value) ? value : []
  const pairs = rows.flatMap((row): [string, unknown][] =>
    typeof row === "object" && row !== null && "parameter" in row && "parameterValue" in row ? [[String(row.parameter), row.parameterValue]] : [])
  return pairs.length > 0 && pairs.length === rows.length ? Object.fromEntries(pairs) : value
}

export const Table = ({ values }: { values: Record<string, unknown> }) => (
  <table class="values">
    <tbody>
      {Object.entries(values).map(([name, value]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            <Value value={plain(value)} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** That a trigger waits for another event is said in fewer words. */
const brief = (line: string): string => line.replace(/^(.*?): \{\{_event\}\} equals "(.*)" is false \(it is ".*"\)$/, (_all, trigger: string, event: string) => `${trigger}: waits for ${eventName(event)}`)

const Held = ({ one }: { one: NotFired }) => (
  <li>
    <span class="name">{one.tag}</span>
    <span class={`badge ${one.reason === "not-triggered" || one.reason === "no-trigger" ? "quiet" : "warn"}`}>{REASONS[one.reason]}</span>
    <ul class="why">
      {one.detail.split("; ").map((line) => (
        <li key={line}>{brief(line)}</li>
      ))}
    </ul>
  </li>
)

const idle = ({ reason }: NotFired): boolean => reason === "not-triggered" || reason === "no-trigger"

export const Tags = ({ record }: { record: EventRecord }) => {
  const held = record.notFired.filter((one) => !idle(one))
  const rest = record.notFired.filter(idle)
  return (
    <>
      <section>
        <h3>Fired</h3>
        {record.fired.length === 0 ? <p class="empty">No tag fired on this event.</p> : record.fired.map((fired, index) => <Fired key={`${fired.tag}/${index}`} fired={fired} />)}
      </section>
      {held.length > 0 && (
        <section>
          <h3>Held back</h3>
          <ul class="held">
            {held.map((one, index) => (
              <Held key={`${one.tag}/${index}`} one={one} />
            ))}
          </ul>
        </section>
      )}
      {rest.length > 0 && (
        <section>
          <h3>Not fired</h3>
          <ul class="held">
            {rest.map((one) => (
              <Held key={one.tag} one={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
