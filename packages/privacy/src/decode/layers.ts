import { replaced, type Layer, type Replacement } from "../layer.ts"
import { base64 } from "./base64.ts"
import { entities } from "./entities.ts"
import { escapes } from "./escapes.ts"
import { hex } from "./hex.ts"
import { percent } from "./percent.ts"
import { plus } from "./plus.ts"
import { quotedPrintable } from "./quoted-printable.ts"

type Decoding = "percent" | "plus" | "html" | "json" | "base64" | "hex" | "quoted-printable"

/** In the order in which they are tried: those that keep exact places first. */
const decoders: Record<Decoding, (text: string) => Replacement[]> = {
  percent,
  json: escapes,
  html: entities,
  plus,
  base64,
  hex,
  "quoted-printable": quotedPrintable,
}
const names = Object.keys(decoders) as Decoding[]

/** Four: JSON in a query in a redirect in base64 was seen; deeper was not. */
const ROUNDS = 4
/** A text made to explode must not: wide enough for every real mix of encodings. */
const MOST_LAYERS = 24
/** Units decoded in all, for the same reason. */
const MOST_UNITS = 6_000_000

/** The text itself and what it decodes to, round by round; each text once. */
export function layers(text: string, rounds = ROUNDS): Layer[] {
  const found: Layer[] = [{ text, via: [] }]
  const seen = new Set([text])
  let units = text.length
  for (const layer of found) {
    if (layer.via.length >= rounds) continue
    for (const name of names) {
      if (found.length >= MOST_LAYERS || units > MOST_UNITS) return found
      const replacements = decoders[name](layer.text)
      if (replacements.length === 0) continue
      const next = replaced(layer, name, replacements)
      if (seen.has(next.text)) continue
      seen.add(next.text)
      units += next.text.length
      found.push(next)
    }
  }
  return found
}
