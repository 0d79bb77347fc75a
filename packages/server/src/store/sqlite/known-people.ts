import { SEEN_EVERY_MS } from "../merge-person.ts"
import type { AppendInput, PersonUpdate } from "../model.ts"

/** People remembered at once, half a kilobyte each. When full, all are forgotten: that costs nothing per request, and each is known again after one batch. */
const MOST_REMEMBERED = 20_000
interface Known {
  /** Everything a batch says about its person but the times */
  said: string
  /** The latest time at which the choice in force was confirmed, written down or not; 0: nothing of it is durable */
  confirmedAt: number
  seenAt: number
  /** Durable and in force, and nothing that says otherwise is on its way */
  inForce: boolean
}

/**
 * Most batches say of their person what the one before said. The answering thread remembers what is durable and leaves it
 * out: the writer neither reads nor compares nor writes the person, and its page in the database stays clean.
 */
export interface KnownPeople {
  /** The batch without what is known already; `stored` is to be told whether its choice came into force, once it is durable */
  shorten(input: AppendInput): { input: AppendInput; stored(inForce: boolean): void }
  /** Somebody was erased, aged out or taken apart: nothing is known any more */
  forget(): void
}

const sayingOf = ({ clientId, sessionId, choice, firstTouch, lastTouch }: PersonUpdate, edges: AppendInput["edges"] = []): string =>
  JSON.stringify([clientId, sessionId, choice, firstTouch, lastTouch, edges.map(({ a, b, source }) => [a, b, source])])

const nothingToNote = (): void => {}

export const knownPeople = (): KnownPeople => {
  const people = new Map<string, Known>()
  const remember = (leadId: string, known: Known): void => {
    if (people.size >= MOST_REMEMBERED) people.clear()
    people.set(leadId, known)
  }
  return {
    shorten: (input) => {
      const { person, edges, ...rest } = input
      if (person === undefined) return { input, stored: nothingToNote }
      const known = people.get(person.leadId)
      const said = sayingOf(person, edges)
      if (known?.inForce === true && known.said === said && person.seenAt - known.seenAt < SEEN_EVERY_MS) {
        known.confirmedAt = Math.max(known.confirmedAt, person.choiceAt)
        return { input: rest, stored: nothingToNote }
      }
      const fresh: Known = { said, confirmedAt: known?.confirmedAt ?? 0, seenAt: person.seenAt, inForce: false }
      remember(person.leadId, fresh)
      return {
        input: known === undefined ? input : { ...input, person: { ...person, standsSince: known.confirmedAt } },
        stored: (inForce) => {
          fresh.inForce = inForce
          if (inForce) fresh.confirmedAt = Math.max(fresh.confirmedAt, person.choiceAt)
        },
      }
    },
    forget: () => people.clear(),
  }
}
