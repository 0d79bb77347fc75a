import { canonicalJson } from "@tagwright/formats"
import type { PersonUpdate } from "./model.ts"

/** Retention counts in days: when somebody was seen last is kept to the minute. */
export const SEEN_EVERY_MS = 60_000

/** A person as stored; choice and touches as canonical JSON. */
export interface PersonRow {
  clientId: string | null
  sessionId: string | null
  choice: string
  choiceAt: number
  firstTouch: string | null
  lastTouch: string | null
  seenAt: number
}
export interface PersonChange {
  /** What is to be stored; the known row itself when nothing is */
  next: PersonRow
  /** A new choice, for the consent log; what waits for the destinations it denies stops */
  logged: { at: number; choice: string; proof: string | null } | undefined
  touches: { at: number; touch: string }[]
  /** A later choice than this one was known already */
  stale: boolean
}

/**
 * What a batch says about its person, laid over what is known. A choice older than the one in force changes nothing (an
 * offline queue may deliver late); the first touch stays, the last one moves on.
 */
export const mergePerson = (row: PersonRow | undefined, update: PersonUpdate): PersonChange => {
  const known = row && confirmed(row, update.standsSince)
  const stale = known !== undefined && update.choiceAt < known.choiceAt
  const choice = stale ? known.choice : canonicalJson(update.choice)
  const logged = stale || choice === known?.choice ? undefined : { at: update.choiceAt, choice, proof: jsonOrNull(update.proof) }
  const fresh = freshRow(update, choice, Math.max(update.choiceAt, known?.choiceAt ?? 0))
  if (known === undefined) return { next: fresh, logged, touches: touchesOf(update), stale }
  // Most batches say nothing new but that the choice still stands.
  if (logged === undefined && saysNothingNew(known, fresh)) return { next: fresh.choiceAt === known.choiceAt ? known : { ...known, choiceAt: fresh.choiceAt }, logged, touches: [], stale }
  const next: PersonRow = {
    ...fresh,
    clientId: fresh.clientId ?? known.clientId,
    sessionId: fresh.sessionId ?? known.sessionId,
    firstTouch: known.firstTouch ?? fresh.firstTouch,
    lastTouch: fresh.lastTouch ?? known.lastTouch,
    seenAt: Math.max(known.seenAt, fresh.seenAt),
  }
  return { next, logged, touches: touchesOf(update), stale }
}

/** The choice in force was confirmed later than was written down. */
const confirmed = (row: PersonRow, at = 0): PersonRow => (at > row.choiceAt ? { ...row, choiceAt: at } : row)

const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

const freshRow = (update: PersonUpdate, choice: string, choiceAt: number): PersonRow => ({
  clientId: update.clientId ?? null,
  sessionId: update.sessionId ?? null,
  choice,
  choiceAt,
  firstTouch: jsonOrNull(update.firstTouch),
  lastTouch: jsonOrNull(update.lastTouch),
  seenAt: update.seenAt,
})

const touchesOf = ({ firstTouch, lastTouch }: PersonUpdate): PersonChange["touches"] =>
  [firstTouch, lastTouch].flatMap((touch) => (touch === undefined ? [] : [{ at: touch.at, touch: JSON.stringify(touch) }]))

const saysNothingNew = (known: PersonRow, fresh: PersonRow): boolean =>
  fresh.seenAt - known.seenAt < SEEN_EVERY_MS &&
  (fresh.clientId === null || fresh.clientId === known.clientId) &&
  (fresh.sessionId === null || fresh.sessionId === known.sessionId) &&
  (fresh.firstTouch === null || known.firstTouch !== null) &&
  (fresh.lastTouch === null || fresh.lastTouch === known.lastTouch)
