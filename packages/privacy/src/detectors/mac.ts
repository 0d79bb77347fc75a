import type { Candidate } from "../finding.ts"
import type { View } from "../view.ts"

const MAC = /(?<![\p{L}\p{N}:-])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\p{L}\p{N}:-])/giu
/** Nobody's: not set, broadcast. */
const EMPTY = /^(?:00.){5}00$|^(?:ff.){5}ff$/i

/** Hardware addresses: six pairs under one separator. Six pairs of decimal digits are more often a time with a date. */
export function* mac(view: View): Generator<Candidate> {
  for (const { 0: all, index } of view.text.matchAll(MAC))
    if (!EMPTY.test(all) && (/[a-f]/i.test(all) || /mac/i.test(view.keyAt(index) ?? "")))
      yield { kind: "mac", start: index, end: index + all.length, confidence: 0.9 }
}
