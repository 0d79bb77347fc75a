import { ThemeButton } from "@tagwright/pages"
import type { ComponentChildren } from "preact"

/** A page for one thing: coming in. */
export const Door = ({ title, note, children }: { title: string; note: string; children: ComponentChildren }) => (
  <main class="door">
    <div class="door-card">
      <header>
        <svg class="sign" viewBox="0 0 32 32" width="36" height="36" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M9 10h14M16 10v12" />
          <circle cx="23.5" cy="21.5" r="2.6" />
        </svg>
        <div class="grow">
          <h1>{title}</h1>
          <p class="note">{note}</p>
        </div>
        <ThemeButton />
      </header>
      {children}
    </div>
  </main>
)

interface FieldProps {
  label: string
  name: string
  type?: "text" | "password"
  autocomplete: "username" | "current-password" | "new-password" | "one-time-code"
  hint?: string
  numeric?: boolean
}
export const Field = ({ label, name, type = "text", autocomplete, hint, numeric = false }: FieldProps) => {
  const shared = { name, autocomplete, required: true, "aria-describedby": hint === undefined ? undefined : `${name}-hint` } as const
  return (
    <label class="field">
      <span>{label}</span>
      {type === "password" ? <input {...shared} type="password" /> : <input {...shared} type="text" {...(numeric && { inputMode: "numeric", maxLength: 7, class: "digits" })} />}
      {hint !== undefined && <small id={`${name}-hint`}>{hint}</small>}
    </label>
  )
}

export const submitted = <const K extends string>(form: HTMLFormElement, ...names: K[]): Record<string, string> => {
  const data = new FormData(form)
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]))
}
