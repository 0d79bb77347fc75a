import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"
import type { Data, Refused } from "../api.ts"
import { takeMove } from "../route.ts"
import { refusalText, toneMark, type Tone } from "../words.ts"

/** The word beside it says the same: the sign itself is for the eye only. */
export const Mark = ({ tone }: { tone: Tone }) => (
  <span class={`mark ${tone}`} aria-hidden="true">
    {toneMark[tone]}
  </span>
)
export const Status = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`status ${tone}`}>
    <Mark tone={tone} />
    {children}
  </span>
)
export const Badge = ({ tone = "quiet", children }: { tone?: Tone | "accent"; children: ComponentChildren }) => <span class={`badge ${tone}`}>{children}</span>
export const TestBadge = () => <Badge tone="accent">test</Badge>

interface SectionProps {
  id?: string
  title: string
  note?: string
  aside?: ComponentChildren
  children: ComponentChildren
}
export const Section = ({ id, title, note, aside, children }: SectionProps) => (
  <section id={id}>
    <header class="section-head">
      <div>
        <h2>{title}</h2>
        {note !== undefined && <p class="note">{note}</p>}
      </div>
      {aside}
    </header>
    {children}
  </section>
)
export const Head = ({ title, note, children }: { title: string; note?: ComponentChildren; children?: ComponentChildren }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // Screen readers read on from here; who came by the address bar starts at the top.
  useEffect(() => {
    if (takeMove()) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <header class="page-head">
      <div>
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {note !== undefined && <p class="note">{note}</p>}
      </div>
      {children}
    </header>
  )
}
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <b>{title}</b>
    {children !== undefined && <p>{children}</p>}
  </div>
)
export const Trouble = ({ error }: { error: Refused }) => (
  <p class="alert bad" role="alert">
    {refusalText(error)}
  </p>
)

/** A screen's data: on its way, refused, or there. What was there stays while a newer answer fails. */
export const Loaded = <T,>({ data, children }: { data: Data<T>; children: (value: T) => ComponentChildren }) => (
  <>
    {data.error !== undefined && <Trouble error={data.error} />}
    {data.value === undefined ? data.error === undefined && <div class="loading" role="status" aria-label="Loading" /> : children(data.value)}
  </>
)

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const plainText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)))

/** Name, value and what it means. Nested values open as tables of their own. Text stays text, whatever is in it. */
export const Values = ({ values, meanings = {} }: { values: object; meanings?: Record<string, string> }) => {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  const explained = entries.some(([name]) => Object.hasOwn(meanings, name))
  if (entries.length === 0) return <p class="note">nothing</p>
  return (
    <table class="values">
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{isObject(value) ? <Values values={value} /> : <code>{plainText(value)}</code>}</td>
            {explained && <td class="meaning">{Object.hasOwn(meanings, name) ? meanings[name] : ""}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Wide content scrolls by itself, by keyboard too; the page never does. */
export const Scroll = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <div class="scroll" role="region" aria-label={label} tabIndex={0}>
    {children}
  </div>
)

/** Copies a text; screen readers hear that it was done. */
export const Copy = ({ text, label }: { text: string; label: string }) => (
  <button
    type="button"
    class="copy"
    aria-label={`Copy ${label}`}
    title={`Copy ${label}`}
    onClick={(event) => {
      const button = event.currentTarget
      void navigator.clipboard?.writeText(text).then(() => {
        button.dataset["copied"] = "yes"
        setTimeout(() => delete button.dataset["copied"], 1500)
      })
    }}
  >
    <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
      <path d="M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
    </svg>
  </button>
)
