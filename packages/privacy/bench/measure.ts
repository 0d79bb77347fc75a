import { scan, type PersonalDataKind } from "../src/index.ts"
import { addressTraps } from "./addresses.ts"
import { encodings } from "./encodings.ts"
import { harmless } from "./harmless.ts"
import { personTraps } from "./persons.ts"
import { random, type Random } from "./random.ts"
import { shaped } from "./shaped.ts"
import { abroad, anyOf, groupedCard, inGroups, sorts, type Sort } from "./sorts.ts"
import { carriers, values } from "./traps.ts"
import { commonCard, email, iban } from "./values.ts"

/** Recall on one sort of labelled data. */
export interface Row {
  what: string
  /** The share that must be found. */
  target: number
  cases: number
  hit: number
  /** Hits whose span is exactly the value; in encoded data, whose length is the value's. */
  exact: number
}

export interface Measured {
  rows: Row[]
  harmless: number
  flagged: number
}

export interface Measuring {
  seed: number
  /** Cases per row. */
  count: number
  /** Called with every miss and every false alarm. */
  complain?: (what: string, text: string, value: string) => void
}

/** Recall on generated, labelled data, and the share of harmless values that are flagged. The same seed measures the same data. */
export function measure(measuring: Measuring): Measured {
  return { rows: [...sorts.map((sort) => recall(sort, measuring)), byHand(measuring)], ...falseAlarms(measuring) }
}

function recall({ what, target, kind, sample }: Sort, { seed, count, complain }: Measuring): Row {
  const r = random(seed)
  const row: Row = { what, target, cases: count, hit: 0, exact: 0 }
  for (let turn = 0; turn < count; turn++) {
    const { value, text, at } = sample(r)
    const [start, end] = at === undefined ? [0, text.length] : [at, at + value.length]
    const found = scan(text).filter((one) => one.kind === kind && one.start < end && one.end > start)
    const exact = found.some((one) => (at === undefined ? Math.abs(one.length - value.length) <= 1 : one.start === start && one.end === end))
    if (found.length > 0) row.hit++
    if (exact) row.exact++
    else complain?.(what, text, value)
  }
  return row
}

/** Recall of each kind in each encoding: `cells[encoding][kind]`, a share from 0 to 1. */
export type Cells = Record<string, Partial<Record<PersonalDataKind, number>>>

const encodedKinds: readonly (readonly [PersonalDataKind, (r: Random) => string])[] = [["email", email], ["iban", anyOf(iban, inGroups(" "))], ["card", anyOf(commonCard, groupedCard)], ["phone", abroad]]

/** The same values in every encoding by itself, so that no encoding hides behind the others. */
export const cellsOf = ({ seed, count }: Measuring): Cells =>
  Object.fromEntries(
    Object.entries(encodings).map(([name, encode]) => {
      const r = random(seed)
      const share = (kind: PersonalDataKind, make: (r: Random) => string): number =>
        Array.from({ length: count }, () => encode(make(r))).filter((text) => scan(text).some((found) => found.kind === kind)).length / count
      return [name, Object.fromEntries(encodedKinds.map(([kind, make]) => [kind, share(kind, make)]))]
    }),
  )

function byHand({ complain }: Measuring): Row {
  const seen = shaped.filter(([kind, text]) => scan(text).some((one) => one.kind === kind) || void complain?.(`shape of ${kind}`, text, ""))
  return { what: "shapes seen in reports, by hand", target: 0.95, cases: shaped.length, hit: seen.length, exact: seen.length }
}

/** Every harmless shape in every carrier: the fewer of each, since there are so many. */
const TRAPS_PER_CASE = 100

function falseAlarms({ seed, count, complain }: Measuring): Omit<Measured, "rows"> {
  const r = random(seed + 1)
  const texts = [...harmless]
  for (const make of Object.values({ ...values, ...addressTraps, ...personTraps }))
    for (const carry of Object.values(carriers))
      for (let turn = 0; turn < count / TRAPS_PER_CASE; turn++) texts.push(carry(r, () => make(r)))
  const flagged = texts.filter((text) => scan(text).length > 0)
  for (const text of flagged) complain?.("false alarm", text, "")
  return { harmless: texts.length, flagged: flagged.length }
}
