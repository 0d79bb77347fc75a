/**
 * The lines of an ordered destination: one person's deliveries that wait, in the order of their numbers. Only the first of a line is due;
 * to whatever stands behind it the engines' triggers (`sqlite/schema.ts`, `postgres/schema.ts`) add `BEHIND`, so that no claim looks at
 * it, however long the line. Whoever leaves the line from its front gives the turn to the next.
 */
export const BEHIND = 2 ** 52

/** When a delivery is due, or would be if it were its turn. `dueAt`: as it is stored; ms since 1970 stay far below 2^52. */
export const dueOf = (dueAt: number): number => dueAt % BEHIND

/** Not behind anybody, as far as is known: two processes that meet may both think themselves the first. */
export const MAY_BE_FIRST = `due_at < ${BEHIND}`
/** And this decides: no earlier one of the same person is on its way to the same destination. */
export const HAS_TURN = `(delivery.person IS NULL OR NOT EXISTS (SELECT 1 FROM delivery AS earlier
  WHERE earlier.destination = delivery.destination AND earlier.person = delivery.person AND earlier.state = 'pending' AND earlier.id < delivery.id))`
