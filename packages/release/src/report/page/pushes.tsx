import { Badge, Mark, plural, type Tone, Values } from "@tagwright/pages"
import type { Line } from "../model.ts"

type Push = Line<"push">
type Firing = Line<"firing">

const tones: Record<Firing["status"], Tone> = { success: "good", failure: "bad", timeout: "bad", "blocked-by-consent": "warn", blocked: "quiet", "not-triggered": "quiet", paused: "quiet" }
const words: Record<Firing["status"], string> = {
  success: "fired",
  failure: "failed",
  timeout: "timed out",
  "blocked-by-consent": "held back by consent",
  blocked: "blocked by a trigger",
  "not-triggered": "not triggered",
  paused: "paused",
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const commandOf = (message: unknown): unknown[] => (Array.isArray(message) ? message : isObject(message) && "0" in message ? Object.values(message) : [])

/** A gtag command reads as one: `consent default`. */
const nameOf = ({ event, message }: Push): string => event ?? (commandOf(message).filter((part) => typeof part === "string").join(" ") || "data without an event")
const valuesOf = ({ message }: Push): object => {
  const last = commandOf(message).findLast(isObject)
  return last ?? (isObject(message) ? message : { value: message })
}

const FiringRow = ({ firing }: { firing: Firing }) => (
  <details id={`r${firing.line}`} class="row">
    <summary>
      <Mark tone={tones[firing.status]} label={words[firing.status]} />
      <b>{firing.tag}</b>
      <span class="note">
        {words[firing.status]}
        {firing.detail !== undefined && `: ${firing.detail}`}
      </span>
    </summary>
    <p class="note">
      Type <code>{firing.tagType}</code>, on <code>{firing.event}</code>
    </p>
    <Values values={firing.values} />
  </details>
)

const Chip = ({ firing }: { firing: Firing }) => (
  <Badge tone={tones[firing.status]}>
    {firing.tag}
    {firing.status !== "success" && <i> {words[firing.status]}</i>}
  </Badge>
)

const PushRow = ({ push, firings }: { push: Push; firings: Firing[] }) => {
  const shown = firings.filter(({ status }) => status !== "not-triggered")
  const silent = firings.length - shown.length
  return (
    <details id={`r${push.line}`} class={`row push${push.violations.length > 0 ? " bad" : ""}`}>
      <summary>
        <b class={push.event === undefined || push.event.startsWith("gtm.") ? "dim" : ""}>{nameOf(push)}</b>
        <span class="chips">
          {push.violations.length > 0 && <Badge tone="bad">{plural(push.violations.length, "violation")}</Badge>}
          {shown.map((firing) => (
            <Chip key={firing.line} firing={firing} />
          ))}
        </span>
      </summary>
      {push.violations.map(({ code, parameter, detail }) => (
        <p key={`${code}${parameter}`} class="alert bad">
          {parameter !== undefined && <code>{parameter}</code>} {detail} <code class="code">{code}</code>
        </p>
      ))}
      <Values values={valuesOf(push)} />
      {firings.length > 0 && (
        <div class="nested">
          {shown.map((firing) => (
            <FiringRow key={firing.line} firing={firing} />
          ))}
          {silent > 0 && (
            <details class="row">
              <summary>
                <span class="note">{plural(silent, "tag")} not triggered</span>
              </summary>
              {firings
                .filter(({ status }) => status === "not-triggered")
                .map((firing) => (
                  <FiringRow key={firing.line} firing={firing} />
                ))}
            </details>
          )}
        </div>
      )}
    </details>
  )
}

/** Firings carry the event, not the push: the n-th group of an event belongs to its n-th push. */
const assign = (pushes: Push[], firings: Firing[]): Map<number, Firing[]> => {
  const assigned = new Map<number, Firing[]>()
  for (const [event, list] of Map.groupBy(firings, ({ event: name }) => name)) {
    const targets = pushes.filter((push) => push.event === event)
    const seen = new Map<string, number>()
    for (const firing of list) {
      const nth = seen.get(firing.tag) ?? 0
      seen.set(firing.tag, nth + 1)
      const target = targets[Math.min(nth, targets.length - 1)]?.line ?? 0
      assigned.set(target, [...(assigned.get(target) ?? []), firing])
    }
  }
  return assigned
}

export const Pushes = ({ pushes, firings }: { pushes: Push[]; firings: Firing[] }) => {
  if (pushes.length === 0 && firings.length === 0) return null
  const assigned = assign(pushes, firings)
  const fired = firings.filter(({ status }) => status === "success").length
  const held = firings.filter(({ status }) => status === "blocked-by-consent").length
  return (
    <section>
      <h3>
        Data layer and tags{" "}
        <small>
          {plural(pushes.length, "push", "pushes")}, {fired} fired{held > 0 && `, ${held} held back by consent`}
        </small>
      </h3>
      <div class="rows">
        {pushes.map((push) => (
          <PushRow key={push.line} push={push} firings={assigned.get(push.line) ?? []} />
        ))}
        {(assigned.get(0) ?? []).filter(({ status }) => status !== "not-triggered").map((firing) => (
          <FiringRow key={firing.line} firing={firing} />
        ))}
      </div>
    </section>
  )
}
