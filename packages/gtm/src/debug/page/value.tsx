/** A JSON value as text with its kinds told apart, and nested values that fold. */
const kindOf = (value: unknown): string => (isDescription(value) ? "undefined" : value === null ? "null" : typeof value)

/** What JSON cannot hold is described in brackets by the runtime. */
const isDescription = (value: unknown): value is string => typeof value === "string" && /^\[(?:undefined|function|window|unreadable|…)\]$/.test(value)

const short = (value: unknown): string => (isDescription(value) ? value.slice(1, -1) : typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? "undefined"))

const isComposite = (value: unknown): value is object => typeof value === "object" && value !== null && Object.keys(value).length > 0

const summary = (value: object): string => (Array.isArray(value) ? `[ ${value.length} ]` : `{ ${Object.keys(value).slice(0, 4).join(", ")}${Object.keys(value).length > 4 ? ", …" : ""} }`)

/** Levels above this are open from the start. */
const OPEN_LEVELS = 2

export const Value = ({ value, level = 0 }: { value: unknown; level?: number }) =>
  isComposite(value) ? (
    <details class="tree" open={level < OPEN_LEVELS && Object.keys(value).length <= 30}>
      <summary>{summary(value)}</summary>
      <dl>
        {Object.entries(value).map(([key, child]: [string, unknown]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              <Value value={child} level={level + 1} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  ) : (
    <code class={`v ${kindOf(value)}`}>{short(value)}</code>
  )
