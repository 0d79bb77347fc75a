import type { ComponentChildren } from "preact"
import { toneMark, type Tone } from "./words.ts"

/** Without a label the word beside it says the same, and the sign is for the eye only. */
export const Mark = ({ tone, label }: { tone: Tone; label?: string }) => (
  <span class={`mark ${tone}`} {...(label === undefined ? { "aria-hidden": "true" } : { role: "img", "aria-label": label })}>
    {toneMark[tone]}
  </span>
)

export const Badge = ({ tone = "quiet", children }: { tone?: Tone | "accent"; children: ComponentChildren }) => <span class={`badge ${tone}`}>{children}</span>

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

export const Empty = ({ title, children }: { title?: string; children?: ComponentChildren }) => (
  <div class="empty">
    {title !== undefined && <b>{title}</b>}
    {children !== undefined && <p>{children}</p>}
  </div>
)

/** The first stop of the keyboard: past everything that every view has. */
export const Skip = ({ to }: { to: string }) => (
  <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>(to)?.focus() }}>
    Skip to content
  </a>
)

/** A sentence with `code` in it. */
export const Prose = ({ text }: { text: string }) => <>{text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>

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
