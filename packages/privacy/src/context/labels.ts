import type { View } from "../view.ts"
import { endingsOf } from "./keys.ts"

/** What forms and mocks put where a value belongs. */
const EMPTY =
  /^(?:true|false|null|undefined|none|yes|no|on|off|n\/?a|\(?not set\)?|\(?empty\)?|required|optional|missing|invalid|valid|text|input|string|field|redacted|\[redacted\]|\*+|x+|test|unknown|hidden|filled|error|[-_.]*)$/i

export interface Labelled {
  key: string
  value: string
  start: number
  end: number
}

/** The fields whose key, in one word or joined, is one of these; with the value trimmed, and not empty. */
export function* labelled(view: View, keys: Set<string>): Generator<Labelled> {
  for (const field of view.fields) {
    if (!endingsOf(field.key).some((ending) => keys.has(ending))) continue
    const raw = view.text.slice(field.start, field.end)
    const value = raw.trim()
    if (value === "" || EMPTY.test(value)) continue
    const start = field.start + raw.indexOf(value)
    yield { key: field.key, value, start, end: start + value.length }
  }
}
