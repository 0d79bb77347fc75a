import type { ComponentChildren } from "preact"
import { toneMark, type Tone } from "./words.ts"

export const Mark = ({ tone, label }: { tone: Tone; label: string }) => (
  <span class={`mark ${tone}`} role="img" aria-label={label}>
    {toneMark[tone]}
  </span>
)

export const Badge = ({ tone = "quiet", children }: { tone?: Tone | "accent"; children: ComponentChildren }) => <span class={`badge ${tone}`}>{children}</span>

export const Section = ({ id, title, note, children }: { id?: string; title: string; note?: string; children: ComponentChildren }) => (
  <section id={id}>
    <header class="section-head">
      <h2>{title}</h2>
      {note !== undefined && <p class="note">{note}</p>}
    </header>
    {children}
  </section>
)

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const plainText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)))

/** Name, value and, where known, what it means. Nested values open as tables of their own. */
export const Values = ({ values, meaning, explain }: { values: object; meaning?: (name: string) => string; explain?: (name: string, value: string) => string }) => {
  const entries = Object.entries(values)
  if (entries.length === 0) return <p class="empty small">nothing</p>
  return (
    <table class="values">
      <tbody>
        {entries.map(([name, value]) => {
          const note = [meaning?.(name), explain?.(name, plainText(value))].filter((part) => part !== undefined && part !== "").join(": ")
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{isObject(value) ? <Values values={value} /> : <code>{plainText(value)}</code>}</td>
              {meaning !== undefined && <td class="meaning">{note}</td>}
            </tr>
          )
        })}
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

/** Copies a text; the answer is announced to screen readers as well. */
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

/** A sentence with `commands` in it. */
export const Prose = ({ text }: { text: string }) => <>{text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>

/** The first row of a list: what each column is. */
export const Columns = ({ names }: { names: readonly string[] }) => (
  <thead>
    <tr>
      {names.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
    </tr>
  </thead>
)
